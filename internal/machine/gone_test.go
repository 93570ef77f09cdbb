//go:build unix

package machine_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// briefly is how long a replica lags behind. It is longer than a read and a list take, and
// shorter than the pause between the two checks, 500 ms with a poll_interval of 10 ms.
const briefly = 300 * time.Millisecond

// missing makes Paperspace respond for a moment as if the machine did not exist, like a
// replica that lags behind. The moment starts with the first such response.
func missing(w *acctest.Workspace, id string, writes bool) {
	w.Inject(psfake.Fault{Kind: psfake.FaultMissing, ID: id, Writes: writes, For: briefly, FromHit: true})
}

// A replica that lags behind does not make a refresh remove a running machine.
func TestAccMomentaryNotFoundForgetsNoMachine(t *testing.T) {
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		w.Write(w.Config(hcl("")))
		w.MustRun("apply", "-auto-approve")
		id := w.Only(t).ID
		missing(w, id, false)
		w.Expect(w.MustRun("plan"), "No changes")
		w.ClearFaults()
		missing(w, id, false)
		w.MustRun("apply", "-auto-approve")
		if m := w.Only(t); m.ID != id {
			t.Errorf("another machine was created: %+v", m)
		}
	})
}

// If a replica lags behind, a destroy does not report success while the machine still
// exists, with and without a refresh.
func TestAccMomentaryNotFoundDestroysNothing(t *testing.T) {
	for _, refresh := range []string{"true", "false"} {
		t.Run("refresh="+refresh, func(t *testing.T) {
			inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
				w.Write(w.Config(hcl("")))
				w.MustRun("apply", "-auto-approve")
				missing(w, w.Only(t).ID, true)
				w.Expect(w.MustRun("destroy", "-auto-approve", "-refresh="+refresh), "1 destroyed")
				if left := w.Machines(); len(left) != 0 {
					t.Errorf("it is reported as destroyed, and there: %+v", left)
				}
			})
		})
	}
}

// Machines that are gone are removed from the state with a warning each and at most two
// lists for all, and a destroy without a refresh succeeds.
func TestAccGoneMachines(t *testing.T) {
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		w.Write(w.Config(strings.Replace(strings.Replace(hcl("count = 3"), `"m"`+"\n", `"m${count.index}"`+"\n", 1), `name         = "m"`, `name = "m${count.index}"`, 1)))
		w.MustRun("apply", "-auto-approve")
		all := w.Machines()
		for _, m := range all {
			w.RemoveMachine(m.ID)
		}
		w.ResetJournal()
		out := w.MustRun("plan")
		for _, m := range all {
			w.Expect(out, fmt.Sprintf("Warning: Machine %q (%s) no longer exists", m.Name, m.ID))
		}
		w.Expect(out, "3 to add", "Two checks at least 5 seconds apart", "Paperspace lists no machine at all")
		if lists := w.Journal().Count("machines.list"); lists > 2 {
			t.Errorf("%d lists", lists)
		}
		w.Expect(w.MustRun("destroy", "-auto-approve", "-refresh=false"), "3 destroyed")
	})
}

// destroying makes another client destroy the machine, which is still shown.
func destroying(t *testing.T, w *acctest.Workspace) string {
	t.Helper()
	id := w.Only(t).ID
	w.Inject(psfake.Fault{Kind: psfake.FaultTombstone})
	if !w.DestroyMachine(id) {
		t.Fatal("not destroyed")
	}
	w.ResetJournal()
	return id
}

// A machine that is being destroyed is removed from the state, and the plan reports why.
// It is not imported or offered for import, and no writes are sent to it.
func TestAccMachineThatIsBeingDestroyed(t *testing.T) {
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		config := w.Config(hcl(`desired_state = "ready"`))
		w.Write(config)
		w.MustRun("apply", "-auto-approve")
		id := destroying(t, w)
		label := fmt.Sprintf(`Machine "m" (%s) is being destroyed`, id)

		out := w.MustRun("plan")
		w.Expect(out, "Warning: "+label, "1 to add, 0 to change, 0 to destroy")
		without(t, out, "no longer exists", "already exists", "terraform import")

		w.Write(w.Config(hcl("desired_state = \"ready\"\n  shutdown_timeout_in_hours = 7")))
		out, err := w.Run("apply", "-auto-approve", "-refresh=false")
		if err == nil {
			t.Error("an update of it succeeded")
		}
		w.Expect(out, `achine "m" (`+id+") is being destroyed", "Nothing was sent")
		without(t, out, "API key")
		if writes := w.Journal().Writes(); len(writes) > 0 {
			t.Errorf("sent %v", writes)
		}

		w.Write(config)
		w.MustRun("state", "rm", address)
		out, err = w.Run("import", address, id)
		if err == nil {
			t.Error("it was imported")
		}
		w.Expect(out, "Error: "+label, "cannot be imported")
		without(t, out, "non-existent")
		out = w.MustRun("plan")
		without(t, out, id)
	})
}

// Destroying a machine that is being destroyed waits until it is gone, even if the second
// request is rejected. With API v1, the machine has a deletion date and might be shown
// forever, so the destroy does not wait.
func TestAccDestroyOfAMachineThatIsBeingDestroyed(t *testing.T) {
	for name, status := range map[string]int{"not found": 404, "conflict": 409, "rejected": 400} {
		t.Run(name, func(t *testing.T) {
			inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
				w.Write(w.Config(hcl("")))
				w.MustRun("apply", "-auto-approve")
				id := w.Only(t).ID
				w.Inject(psfake.Fault{Kind: psfake.FaultTombstone, Status: status})
				w.DestroyMachine(id)
				w.ResetJournal()
				run := w.Start("destroy", "-auto-approve", "-refresh=false")
				if !w.V1() {
					w.Await("the wait to begin", func() bool { return w.Journal().Count("machines.show") > 2 })
					w.RemoveMachine(id)
				}
				w.Expect(run.Wait(), "1 destroyed")
				if n := w.Journal().Count("machines.destroy"); n > 1 {
					t.Errorf("%d destroys", n)
				}
			})
		})
	}
}

// If Paperspace fails to destroy a machine, the error has its reason, and the machine
// stays in the state.
func TestAccDestroyThatFails(t *testing.T) {
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		w.Write(w.Config(hcl("")))
		w.MustRun("apply", "-auto-approve")
		id := w.Only(t).ID
		w.Inject(psfake.Fault{Kind: psfake.FaultTombstone, Value: map[string]any{"Deleted": nil}})
		run := w.Start("destroy", "-auto-approve")
		w.Await("the destroy to arrive", func() bool { return w.Journal().Count("machines.destroy") > 0 })
		w.ChangeMachine(id, func(m *psfake.Machine) {
			m.Destroying, m.Events[0].State, m.Events[0].Error, m.Events[0].Finished = false, psfake.EventError, "the disk is busy", new(time.Now())
		})
		w.Expect(run.Wait(), "Failed to destroy machine", "stays in the state", "the disk is busy", "The machine exists and is billed")
		if len(w.Instances()) != 1 {
			t.Error("it is not in the state")
		}
	})
}

// terraform query lists no machine that is being destroyed.
func TestListLeavesOutWhatIsBeingDestroyed(t *testing.T) {
	everywhere(t, func(t *testing.T, e *acctest.Env) {
		kept, off := e.AddMachine(psfake.Machine{Name: "web"}), e.AddMachine(psfake.Machine{Name: "off", State: "off"})
		going := e.AddMachine(psfake.Machine{Name: "going"})
		e.Inject(psfake.Fault{Kind: psfake.FaultTombstone})
		e.DestroyMachine(going.ID)
		got := e.Protocol(t, nil).List(kindName, nil, 100, false, 0)
		ids := map[string]bool{}
		for _, l := range got {
			ids[l.ID] = true
		}
		if len(got) != 2 || !ids[kept.ID] || !ids[off.ID] {
			t.Errorf("%+v", got)
		}
	})
}

// withPrivate changes the private state of the only machine in the state file.
func withPrivate(t *testing.T, w *acctest.Workspace, change func(private map[string][]byte)) {
	t.Helper()
	raw, err := os.ReadFile(w.Path("terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	var state map[string]any
	if err := json.Unmarshal(raw, &state); err != nil {
		t.Fatal(err)
	}
	instance := state["resources"].([]any)[0].(map[string]any)["instances"].([]any)[0].(map[string]any)
	encoded, _ := instance["private"].(string)
	private := map[string][]byte{}
	if inner, err := base64.StdEncoding.DecodeString(encoded); err != nil || json.Unmarshal(inner, &private) != nil {
		t.Fatalf("private state %q, %v", encoded, err)
	}
	change(private)
	inner, err := json.Marshal(private)
	if err != nil {
		t.Fatal(err)
	}
	instance["private"] = base64.StdEncoding.EncodeToString(inner)
	if raw, err = json.Marshal(state); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.Path("terraform.tfstate"), raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A machine whose create was interrupted, and that is not shown, stays in the state,
// however long ago that was, until an apply has waited for it and not found it.
func TestAccMachineNotShownYet(t *testing.T) {
	for _, key := range []string{"", `{"since":"2001-01-01T00:00:00Z"}`} {
		t.Run("key "+key, func(t *testing.T) {
			inBoth(t, psfake.Timings{Provision: time.Hour}, func(t *testing.T, w *acctest.Workspace) {
				w.Write(w.Config(hcl("")))
				interrupt(w, "the wait to begin", waited)
				id := w.Only(t).ID
				if key != "" { // as an older version of the provider wrote it
					withPrivate(t, w, func(private map[string][]byte) { private["creating"] = []byte(key) })
				}
				show := w.Inject(psfake.Fault{Kind: psfake.FaultMissing, ID: id})
				label := fmt.Sprintf(`Machine "m" (%s) `, id)
				w.Expect(w.MustRun("plan"), "Warning: "+label+"is not shown yet", "0 to add, 1 to change, 0 to destroy")

				withPrivate(t, w, func(private map[string][]byte) { private["creating"] = []byte(`{"withdrawn":true}`) })
				w.Expect(w.MustRun("plan"), "Warning: "+label+"no longer exists", "1 to add, 0 to change, 0 to destroy")
				show()
				w.Expect(w.MustRun("plan"), "0 to add, 1 to change, 0 to destroy")
			})
		})
	}
}

// If Paperspace never finishes destroying a machine that is off, only the first destroy
// waits for its whole timeout.
func TestAccSecondDestroyOfAMachineThatStaysShown(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "core", "documented", psfake.Timings{})
	w.Write(w.Config(hcl("desired_state = \"off\"\n  timeouts {\n    delete = \"" + passes + "\"\n  }")))
	w.MustRun("apply", "-auto-approve")
	w.Inject(psfake.Fault{Kind: psfake.FaultTombstone})
	out, err := w.Run("destroy", "-auto-approve")
	if err == nil {
		t.Error("the first destroy saw it go")
	}
	w.Expect(out, "Failed to destroy machine", "deactivate")
	w.Expect(w.MustRun("destroy", "-auto-approve"), "0 destroyed")
	if left := w.Instances(); len(left) > 0 {
		t.Errorf("left in the state: %v", left)
	}
}

// A machine that was created without a wait and then deleted does not stay in the
// state forever: one apply waits for it, and the next plan creates another one.
func TestAccDeletedMachineWithoutAWait(t *testing.T) {
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		w.Write(w.Config(hcl(`wait_for = "none"`)))
		w.MustRun("apply", "-auto-approve")
		w.RemoveMachine(w.Only(t).ID)
		w.Expect(w.MustRun("plan"), "is not shown yet", "1 to change")
		if out, err := w.Run("apply", "-auto-approve"); err == nil {
			t.Errorf("an apply has found it:\n%s", out)
		}
		w.Expect(w.MustRun("plan"), "no longer exists", "1 to add")
	})
}

// The apply waits even if the configuration has another change: without the wait, the
// write would fail in every apply.
func TestAccDeletedMachineWithAnotherChange(t *testing.T) {
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		w.Write(w.Config(hcl(`wait_for = "none"`)))
		w.MustRun("apply", "-auto-approve")
		w.RemoveMachine(w.Only(t).ID)
		w.Write(w.Config(strings.Replace(hcl(`wait_for = "none"`), `= "m"`, `= "renamed"`, 1)))
		w.Expect(w.MustRun("plan"), "is not shown yet", "1 to change")
		if out, err := w.Run("apply", "-auto-approve"); err == nil {
			t.Errorf("an apply has found it:\n%s", out)
		}
		w.Expect(w.MustRun("plan"), "no longer exists", "1 to add")
	})
}
