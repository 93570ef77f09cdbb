package tfx_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func TestNotEmpty(t *testing.T) {
	for name, c := range map[string]struct {
		value types.String
		want  string
	}{
		"a text":       {types.StringValue("a"), ""},
		"left out":     {types.StringNull(), ""},
		"not known":    {types.StringUnknown(), ""},
		"an empty one": {types.StringValue(""), "label must not be empty. Leave it out, or set it to null, if you do not need it."},
	} {
		t.Run(name, func(t *testing.T) {
			var r validator.StringResponse
			for _, v := range tfx.NotEmpty() {
				v.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("label"), ConfigValue: c.value}, &r)
			}
			got := ""
			for _, d := range r.Diagnostics {
				got += d.Detail()
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
