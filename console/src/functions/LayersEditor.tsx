import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";

interface Props {
  layers: string[]; // ARNs of versions
  onChange: (layers: string[]) => void;
}

export function LayersEditor({ layers, onChange }: Props) {
  return (
    <FormField
      label="Layers"
      description="ARNs of versions of layers; a later one lies over those before."
      stretch
    >
      <AttributeEditor
        items={layers}
        addButtonText="Add layer"
        removeButtonText="Remove"
        empty="There are none."
        disableAddButton={layers.length >= 5}
        onAddButtonClick={() => onChange([...layers, ""])}
        onRemoveButtonClick={({ detail }) => onChange(layers.filter((_, at) => at !== detail.itemIndex))}
        definition={[
          {
            control: (layer, index) => (
              <Input
                value={layer}
                ariaLabel={`Layer ${index + 1}`}
                placeholder="arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION"
                onChange={({ detail }) =>
                  onChange(layers.map((one, at) => (at === index ? detail.value : one)))
                }
              />
            ),
          },
        ]}
      />
    </FormField>
  );
}
