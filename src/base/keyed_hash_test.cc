#include "base/keyed_hash.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <cstring>
#include <memory>
#include <string>
#include <unordered_set>

#include "base/random.h"

namespace stator::base {
namespace {

// OpenSSL's, with the same numbers of rounds.
std::uint64_t expected(const std::string& bytes, const HashSecret& secret) {
  const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> mac(EVP_MAC_fetch(nullptr, "SIPHASH", nullptr),
                                                              EVP_MAC_free);
  const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context(EVP_MAC_CTX_new(mac.get()),
                                                                          EVP_MAC_CTX_free);
  std::size_t size = sizeof(std::uint64_t);
  unsigned one = 1;
  unsigned three = 3;
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &size),
                                   OSSL_PARAM_construct_uint(OSSL_MAC_PARAM_C_ROUNDS, &one),
                                   OSSL_PARAM_construct_uint(OSSL_MAC_PARAM_D_ROUNDS, &three),
                                   OSSL_PARAM_END};
  unsigned char key[sizeof(secret.words)];
  std::memcpy(key, secret.words, sizeof(key));
  EXPECT_EQ(EVP_MAC_init(context.get(), key, sizeof(key), parameters), 1);
  EXPECT_EQ(EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()),
            1);
  std::uint64_t hash = 0;
  EXPECT_EQ(EVP_MAC_final(context.get(), reinterpret_cast<unsigned char*>(&hash), &size, sizeof(hash)), 1);
  return hash;
}

TEST(KeyedHash, IsSipHash13ForAllLengths) {
  SeededRandom random(7);
  std::string bytes(100, '\0');
  random.fill(std::as_writable_bytes(std::span(bytes)));
  const HashSecret secret{{random.next(), random.next()}};
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const std::string text = bytes.substr(0, size);
    ASSERT_EQ(keyed_hash(text, secret), expected(text, secret)) << size;
  }
}

TEST(KeyedHash, IsTheSameWithinAProcess) {
  EXPECT_EQ(keyed_hash("table/key"), keyed_hash("table/key"));
  EXPECT_NE(keyed_hash("table/key"), keyed_hash("table/kez"));
}

TEST(KeyedHash, IsAnotherWithAnotherSecret) {
  EXPECT_NE(keyed_hash("key", {{1, 2}}), keyed_hash("key", {{1, 3}}));
  EXPECT_NE(keyed_hash("key", {{1, 2}}), keyed_hash("key", {{2, 2}}));
}

// Texts of pairs of words that std::hash of libstdc++ (MurmurHash64A) cannot tell from one another: the first
// word of a pair flips the highest bit of its state, the second flips it back. Whatever its seed is.
std::string colliding_text(unsigned which, int pairs) {
  constexpr std::uint64_t kMultiplier = 0xc6a4a7935bd1e995;
  std::uint64_t inverse = 1;
  for (int i = 0; i < 6; ++i) inverse *= 2 - kMultiplier * inverse;
  std::string text;
  for (int word = 0; word < 2 * pairs; ++word) {
    const std::uint64_t flip = static_cast<std::uint64_t>(which >> (word / 2) & 1) << 63;
    std::uint64_t mixed = (0x0123456789abcdef ^ flip) * inverse;  // what the state gets of this word
    mixed = (mixed ^ mixed >> 47) * inverse;
    text.append(reinterpret_cast<const char*>(&mixed), sizeof(mixed));
  }
  return text;
}

TEST(KeyedHash, TellsTextsApartThatWereMadeToCollide) {
  constexpr int kPairs = 10;
  std::unordered_set<std::uint64_t> hashes;
  for (unsigned which = 0; which < 1u << kPairs; ++which) {
    const std::string text = colliding_text(which, kPairs);
    hashes.insert(keyed_hash(text));
#ifdef __GLIBCXX__
    ASSERT_EQ(std::hash<std::string_view>{}(text), std::hash<std::string_view>{}(colliding_text(0, kPairs)));
#endif
  }
  EXPECT_EQ(hashes.size(), 1u << kPairs);
}

}  // namespace
}  // namespace stator::base
