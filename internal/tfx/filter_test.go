package tfx

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

func TestCheckRegion(t *testing.T) {
	for name, c := range map[string]struct {
		filter    paperspace.Filter
		anyRegion bool
		fails     bool
	}{
		"no region":                       {paperspace.Filter{"agent_type": "Linux"}, false, false},
		"a known region":                  {paperspace.Filter{"region": "ny2"}, false, false},
		"an unknown region":               {paperspace.Filter{"region": "ny3"}, false, true},
		"with another unknown value":      {paperspace.Filter{"region": "ny3", "agent_type": "Linux"}, false, true},
		"where regions are not all known": {paperspace.Filter{"region": "ny3"}, true, false},
	} {
		var diags diag.Diagnostics
		CheckRegion(c.filter, &ops.Client{API: paperspace.API{Traits: paperspace.Traits{AnyRegion: c.anyRegion}}}, &diags)
		if diags.HasError() != c.fails {
			t.Errorf("%s: %v", name, diags)
		}
	}
}
