package machine

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// After an apply with a size below that of the disk, the state has the size of the disk, which might have grown meanwhile.
func TestSizeIsThatOfTheDisk(t *testing.T) {
	t.Parallel()
	grown := int64(200 << 30)
	for _, c := range []struct {
		got  *paperspace.Machine
		want int64
	}{{nil, 100}, {&paperspace.Machine{StorageTotal: &grown}, 200}, {&paperspace.Machine{}, 100}} {
		result, state := model{Size: tfx.NewWhole(50)}, model{Size: tfx.NewWhole(100)}
		keepSize(&result, &state, c.got)
		if got := result.Size.ValueInt64(); got != c.want {
			t.Errorf("size is %d, want %d: see keepSize", got, c.want)
		}
	}
}

type privateState map[string]string

func (p privateState) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return []byte(p[key]), nil
}

func TestLastAppliedSizeIsRead(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	if size, recorded := readApplied(t.Context(), privateState{keyApplied: `{"size":"50"}`}, &diags).size(); !recorded || size != 50 {
		t.Errorf("size %d, recorded: %t: see readApplied", size, recorded)
	}
	if _, recorded := readApplied(t.Context(), privateState{}, &diags).size(); recorded || diags.HasError() {
		t.Errorf("recorded although nothing is: %v", diags)
	}
}

func TestOnlyStatesOfPaperspaceCanBeFilters(t *testing.T) {
	t.Parallel()
	a, _ := properties().Sought("machines")["state"].(schema.StringAttribute)
	for text, accepted := range map[string]bool{"ready": true, "asleep": false} {
		var resp validator.StringResponse
		for _, v := range a.Validators {
			v.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("state"), ConfigValue: types.StringValue(text)}, &resp)
		}
		if resp.Diagnostics.HasError() == accepted {
			t.Errorf("the filter state accepts %q: %t: see properties", text, !accepted)
		}
	}
}
