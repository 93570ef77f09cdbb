package customtemplate_test

import (
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const typeName = "paperspace_custom_template"

// The schema does not require a machine, but a create does.
func TestCreateNeedsAMachine(t *testing.T) {
	said := acctest.Open(t, "v1", "observed", psfake.Timings{}).Protocol(t, nil).PlanCreate(typeName, map[string]any{"name": "golden"})
	if text := acctest.Of(t, said, "machine_id"); len(said) != 1 || !strings.HasPrefix(text, "ERROR: Missing machine_id") || !strings.Contains(text, "-refresh=false") {
		t.Errorf("%q", said)
	}
}

// A template for which Paperspace shows no machine can be managed. Adding machine_id later does not
// replace it.
func TestImportedTemplateWithoutAMachine(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			acctest.Parallel(t)
			e := acctest.Open(t, "v1", behavior, psfake.Timings{})
			id := e.AddCustomTemplate(psfake.Template{Label: "golden"}).ID
			p := e.Protocol(t, nil)
			state, _ := p.Import(typeName, id, false)
			got := p.Change(typeName, &acctest.Held{State: state}, map[string]any{"name": "golden"}, nil)
			if got.Said != "" || got.Differs {
				t.Errorf("without machine_id: %+v", got)
			}
			got = p.Change(typeName, &got.Held, map[string]any{"name": "golden", "machine_id": "psabc1"}, nil)
			if writes := e.Journal().Writes(); got.Said != "" || got.Replaces || !got.Differs || len(writes) > 0 {
				t.Errorf("with machine_id: %+v %v", got, writes)
			}
			if got = p.Change(typeName, &got.Held, map[string]any{"name": "golden", "machine_id": "psabc2"}, nil); !got.Replaces || !strings.Contains(got.Said, "will be deleted") {
				t.Errorf("with another machine_id: %+v", got)
			}
		})
	}
}
