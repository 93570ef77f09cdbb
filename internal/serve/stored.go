package serve

import (
	"bytes"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// upgrade responds to the call that precedes every read: Terraform has the provider upgrade
// the stored state to the version of the schema, even if it already has that version. If
// the state has exactly the attributes of the schema, each of the right type, upgrade
// returns it unchanged, in JSON. Otherwise it returns nil: the framework removes unknown
// attributes, and has messages for the rest.
func (r *rule) upgrade(q *tfprotov6.UpgradeResourceStateRequest) *tfprotov6.UpgradeResourceStateResponse {
	if q.Version != r.schema.Version || q.RawState == nil || !bytes.HasPrefix(q.RawState.JSON, []byte("{")) || !storedAs(q.RawState.JSON, r.wire) {
		return nil
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: q.RawState.JSON}}
}

// storedAs reports whether valid JSON is a value of a type without any conversion. For
// lists and maps it accepts only null, because no steady resource has others.
func storedAs(raw json.RawMessage, kind tftypes.Type) bool {
	object, nested := kind.(tftypes.Object)
	switch first := raw[0]; {
	case first == 'n':
		return true
	case first == '"':
		return kind.Is(tftypes.String)
	case first == 't', first == 'f':
		return kind.Is(tftypes.Bool)
	case first == '-', first >= '0' && first <= '9':
		return kind.Is(tftypes.Number)
	case first == '[':
		return storedAsSet(raw, kind)
	case first != '{' || !nested:
		return false
	}
	var parts map[string]json.RawMessage
	if json.Unmarshal(raw, &parts) != nil || len(parts) != len(object.AttributeTypes) {
		return false
	}
	for name, part := range parts {
		kind, known := object.AttributeTypes[name]
		if !known || !storedAs(part, kind) {
			return false
		}
	}
	return true
}

func storedAsSet(raw json.RawMessage, kind tftypes.Type) bool {
	set, ok := kind.(tftypes.Set)
	var elements []json.RawMessage
	if !ok || json.Unmarshal(raw, &elements) != nil {
		return false
	}
	for _, element := range elements {
		if !storedAs(element, set.ElementType) {
			return false
		}
	}
	return true
}
