package tfx_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func TestReady(t *testing.T) {
	const (
		notYet = "Provider configuration not known yet"
		todo   = " Apply that first, for instance with -target, or set a value that is known while planning."
	)
	for name, c := range map[string]struct {
		configured    *tfx.Configured
		title, detail string
	}{
		"ready": {&tfx.Configured{Client: client()}, "", ""},
		"ready although the region is not known": {
			&tfx.Configured{Client: client(), RegionUnknown: true}, "", "",
		},
		"not configured": {
			nil, "Provider not configured",
			"The provider was asked to list templates before it was configured. This is a bug in Terraform or in the provider.",
		},
		"one unknown setting": {
			&tfx.Configured{Unknown: []string{"endpoint"}}, notYet,
			"Cannot list templates: the provider setting endpoint depends on a value that is not known until apply." + todo,
		},
		"two unknown settings": {
			&tfx.Configured{Unknown: []string{"api_key", "endpoint"}}, notYet,
			"Cannot list templates: the provider settings api_key and endpoint depend on a value that is not known until apply." + todo,
		},
		"three unknown settings": {
			&tfx.Configured{Unknown: []string{"api_key", "api_version", "endpoint"}}, notYet,
			"Cannot list templates: the provider settings api_key, api_version and endpoint depend on a value that is not known until apply." + todo,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var diags diag.Diagnostics
			got, ok := c.configured.Ready("list templates", &diags)
			if c.title == "" {
				if !ok || got != c.configured.Client || len(diags) > 0 {
					t.Errorf("not ready: %v", diags)
				}
				return
			}
			tfx.AddWayOut(&diags) // adds nothing to these errors
			if ok || got != nil || len(diags) != 1 {
				t.Fatalf("ok %t, client %v, diagnostics %v", ok, got, diags)
			}
			if diff := cmp.Diff([]string{c.title, c.detail}, []string{diags[0].Summary(), diags[0].Detail()}); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhyIsASentence(t *testing.T) {
	for want, c := range map[string]*tfx.Configured{
		"The provider setting api_key depends on a value that is not known until apply.":              {Unknown: []string{"api_key"}},
		"The provider settings api_key and endpoint depend on a value that is not known until apply.": {Unknown: []string{"api_key", "endpoint"}},
		"The provider has no client.": {},
	} {
		if got := c.Why(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestFrom(t *testing.T) {
	configured := &tfx.Configured{Client: &ops.Client{}}
	for name, c := range map[string]struct {
		data any
		want *tfx.Configured
		bad  bool
	}{
		"configured":           {data: configured, want: configured},
		"not configured yet":   {},
		"something else of us": {data: "a text", bad: true},
	} {
		t.Run(name, func(t *testing.T) {
			var diags diag.Diagnostics
			if got := tfx.From(c.data, &diags); got != c.want || diags.HasError() != c.bad {
				t.Errorf("got %v, diagnostics %v", got, diags)
			}
		})
	}
}
