import { useState } from "react";
import { useHref, useNavigate } from "react-router-dom";
import TopNavigation from "@cloudscape-design/components/top-navigation";
import { FormModal } from "~/common/FormModal";
import { useSession } from "~/session/context";
import { ANYBODY } from "~/session/session";
import { useAppearance } from "./appearance";
import { useIdentity } from "./identity";
import { KeysForm, keysOf, NO_KEYS } from "./KeysForm";
import { regions } from "./regions";

export function TopBar() {
  const { session, setSession } = useSession();
  const { data: identity } = useIdentity();
  const { dark, toggle } = useAppearance();
  const [asking, setAsking] = useState(false);
  const home = useHref("/");
  const navigate = useNavigate();
  const listed = regions.includes(session.region) ? regions : [session.region, ...regions];
  return (
    <div id="top" style={{ position: "sticky", top: 0, zIndex: 1002 }}>
      <TopNavigation
        identity={{
          href: home,
          title: "Stator",
          onFollow: (event) => {
            event.preventDefault();
            navigate("/");
          },
        }}
        utilities={[
          {
            type: "button",
            text: dark ? "Light" : "Dark",
            ariaLabel: dark ? "Light colours" : "Dark colours",
            onClick: toggle,
          },
          {
            type: "menu-dropdown",
            text: session.region,
            ariaLabel: "Region",
            items: listed.map((id) => ({ id, text: id })),
            onItemClick: ({ detail }) => setSession({ ...session, region: detail.id }),
          },
          {
            type: "menu-dropdown",
            iconName: "user-profile",
            text: identity?.Account ?? "Nobody",
            description: identity?.Arn,
            items: [
              { id: "keys", text: "Use other keys" },
              { id: "anybody", text: "Sign out" },
            ],
            onItemClick: ({ detail }) => {
              if (detail.id === "keys") setAsking(true);
              else setSession({ ...session, ...ANYBODY, sessionToken: undefined });
            },
          },
        ]}
      />
      {asking && <KeysModal onDismiss={() => setAsking(false)} />}
    </div>
  );
}

function KeysModal({ onDismiss }: { onDismiss: () => void }) {
  const { session, setSession } = useSession();
  const [keys, setKeys] = useState(NO_KEYS);
  const use = () => {
    const { secretAccessKey, ...others } = keysOf(keys);
    setSession({ ...session, ...others, secretAccessKey: secretAccessKey || ANYBODY.secretAccessKey });
    return Promise.resolve();
  };
  return (
    <FormModal
      header="Use other keys"
      label="Use"
      disabled={!keys.accessKeyId.trim()}
      action={use}
      onDone={onDismiss}
      onDismiss={onDismiss}
    >
      <KeysForm
        keys={keys}
        onChange={setKeys}
        idDescription="Where signatures are not verified, twelve digits stand for the account of that number."
      />
    </FormModal>
  );
}
