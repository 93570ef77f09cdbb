package tfx_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// An import stores a text with a line break or an emoji sequence in its visible form. The
// configuration contains the original text, which must not be a permanent diff.
func TestConfiguredTextIsNoEndlessDifference(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ state, config, want types.String }{
		"lines, imported":     {types.StringValue("two<U+000A>lines"), types.StringValue("two\nlines"), types.StringValue("two<U+000A>lines")},
		"an emoji sequence":   {types.StringValue("\U0001F469<U+200D>\U0001F4BB"), types.StringValue("\U0001F469\u200d\U0001F4BB"), types.StringValue("\U0001F469<U+200D>\U0001F4BB")},
		"the same":            {types.StringValue("web"), types.StringValue("web"), types.StringValue("web")},
		"another":             {types.StringValue("web"), types.StringValue("db"), types.StringValue("db")},
		"changed by a client": {types.StringValue("two<U+000A>lines"), types.StringValue("one"), types.StringValue("one")},
		"unknown":             {types.StringValue("web"), types.StringUnknown(), types.StringUnknown()},
		"removed":             {types.StringValue("web"), types.StringNull(), types.StringNull()},
		"new":                 {types.StringNull(), types.StringValue("two\nlines"), types.StringValue("two\nlines")},
	} {
		r := planmodifier.StringResponse{PlanValue: c.config}
		tfx.KeepVisible().PlanModifyString(t.Context(), planmodifier.StringRequest{StateValue: c.state, PlanValue: c.config, ConfigValue: c.config}, &r)
		if !r.PlanValue.Equal(c.want) {
			t.Errorf("%s: planned %v, want %v", name, r.PlanValue, c.want)
		}
	}
	if kept := tfx.OrKept("two<U+000A>lines", types.StringValue("two\nlines")); kept.ValueString() != "two\nlines" {
		t.Errorf("a refresh made it %v", kept)
	}
	if changed := tfx.OrKept("x<U+001B>", types.StringValue("x")); changed.ValueString() != "x<U+001B>" {
		t.Errorf("a refresh made it %v", changed)
	}
}
