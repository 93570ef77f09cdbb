package tfx_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func TestChoiceAndForm(t *testing.T) {
	two, three := tfx.Choice{Values: []string{"a", "b"}}, tfx.Choice{Values: []string{"a", "b", "c"}, AnyCase: true}
	month := tfx.Form{Match: regexp.MustCompile(`^\d{4}-\d\d$`), What: "a month such as 2024-07"}
	for name, c := range map[string]struct {
		check validator.String
		value types.String
		want  string
	}{
		"one of two":         {two, types.StringValue("b"), ""},
		"none of two":        {two, types.StringValue("x"), `power cannot be "x". Set it to "a" or "b".`},
		"in another case":    {two, types.StringValue("B"), `power cannot be "B". Set it to "a" or "b".`},
		"one in any case":    {three, types.StringValue("B"), ""},
		"none of three":      {three, types.StringValue(""), `power cannot be "". Set it to "a", "b", or "c".`},
		"the only one":       {tfx.Choice{Values: []string{"a"}}, types.StringValue("x"), `power cannot be "x". Set it to "a".`},
		"null":               {two, types.StringNull(), ""},
		"unknown":            {two, types.StringUnknown(), ""},
		"the form":           {month, types.StringValue("2024-07"), ""},
		"not the form":       {month, types.StringValue("July"), `power cannot be "July". Set it to a month such as 2024-07.`},
		"a form, not known":  {month, types.StringUnknown(), ""},
		"a form of nothing":  {month, types.StringNull(), ""},
		"a form of no value": {month, types.StringValue(""), `power cannot be "". Set it to a month such as 2024-07.`},
	} {
		t.Run(name, func(t *testing.T) {
			var resp validator.StringResponse
			c.check.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("power"), ConfigValue: c.value}, &resp)
			got := ""
			for _, d := range resp.Diagnostics {
				if d.Summary() != "Invalid power" {
					t.Errorf("the summary is %q", d.Summary())
				}
				got += d.Detail()
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
