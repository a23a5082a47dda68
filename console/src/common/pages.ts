// Lists of AWS come in pages with a token for the next one.

interface Listed<T, Token> {
  items: T[] | undefined;
  next: Token | undefined;
}

export const MOST_LISTED = 5000;

// All pages, up to `most` entries: what a person looks through.
export async function allPages<T, Token>(
  page: (token: Token | undefined) => Promise<Listed<T, Token>>,
  most: number = MOST_LISTED,
): Promise<T[]> {
  const all: T[] = [];
  let token: Token | undefined;
  do {
    const { items, next } = await page(token);
    all.push(...(items ?? []));
    token = next || undefined;
  } while (token !== undefined && all.length < most);
  return all.slice(0, most);
}
