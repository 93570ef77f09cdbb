package script_test

import (
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The schema does not require a text, but a create does.
func TestCreateNeedsAText(t *testing.T) {
	acctest.Everywhere(t, psfake.Timings{}, func(t *testing.T, e *acctest.Env) {
		said := e.Protocol(t, nil).PlanCreate("paperspace_script", map[string]any{"name": "s"})
		if text := acctest.Of(t, said, "script_text"); len(said) != 1 || !strings.HasPrefix(text, "ERROR: Missing script_text") || !strings.Contains(text, "-refresh=false") {
			t.Errorf("%q", said)
		}
	})
}

// API v1 does not return a text, so an imported script has none in the state. The script keeps its text while the
// configuration has none. A text in the configuration is then an update in place.
func TestImportedScriptKeepsItsText(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			acctest.Parallel(t)
			e := acctest.Open(t, "v1", behavior, psfake.Timings{})
			id := e.AddScript(psfake.Script{Name: "s", Text: "old"}).ID
			p := e.Protocol(t, nil)
			state, _ := p.Import("paperspace_script", id, false)
			change := func(had acctest.Held, config map[string]any, differs bool, writes int, text string) acctest.Held {
				t.Helper()
				e.ResetJournal()
				got := p.Change("paperspace_script", &had, config, nil)
				if got.Said != "" || got.Replaces || got.Differs != differs || len(e.Journal().Writes()) != writes || e.Scripts()[0].Text != text {
					t.Errorf("%+v\n%v\n%+v", got, e.Journal().Counts(), e.Scripts())
				}
				return got.Held
			}
			with := map[string]any{"name": "s", "script_text": "new"}
			without := map[string]any{"name": "s"}
			held := change(acctest.Held{State: state}, without, false, 0, "old")
			held = change(held, with, true, 1, "new")
			change(held, without, true, 0, "new") // updates only the state
		})
	}
}
