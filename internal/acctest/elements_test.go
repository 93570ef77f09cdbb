package acctest_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// An invalid element of a set or a list is reported once, at the element, with a message from the provider. The test
// tries all such arguments.
func TestInvalidElementsAreRejected(t *testing.T) {
	p := acctest.New(t, "observed", psfake.Timings{}).Protocol(t, nil)
	tried := 0
	p.Arguments(func(what, at string, a *tfprotov6.SchemaAttribute, config func(any) map[string]any) {
		if !a.Type.Is(tftypes.Set{}) && !a.Type.Is(tftypes.List{}) {
			return
		}
		tried++
		of := func(elements ...any) any {
			var all []tftypes.Value
			for _, e := range elements {
				all = append(all, tftypes.NewValue(tftypes.String, e))
			}
			return all
		}
		for _, c := range []struct {
			value any
			want  string
		}{
			{of(""), "is an empty string"}, {of(nil), "is null"}, {of("u123abc", nil), "is null"}, {of(" u1"), "begins or ends with whitespace"},
			{of("u1\n"), "contains a line break"}, {of("u 1"), "contains a space"}, {of("ann@example.com"), "is an email address"},
		} {
			if text := acctest.Of(t, p.Validate(what, config(c.value)), at); !strings.HasPrefix(text, "ERROR: Invalid element of "+at+": ") || !strings.Contains(text, c.want) {
				t.Errorf("%s.%s = %v: %s", what, at, c.value, text)
			}
		}
		for _, value := range []any{of("u123abc"), of(), of(tftypes.UnknownValue), tftypes.UnknownValue, nil} {
			for _, said := range p.Validate(what, config(value)) {
				if strings.HasPrefix(said, at+":") {
					t.Errorf("%s.%s = %v: %s", what, at, value, said)
				}
			}
		}
	})
	if tried == 0 {
		t.Error("no such argument was tried")
	}
}
