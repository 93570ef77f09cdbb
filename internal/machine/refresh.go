package machine

import (
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// refresh updates the model to what Paperspace shows, by the rules in the tags of
// model.
func (m *model) refresh(got paperspace.Machine) {
	seen := observed(got)
	seen.Name = tfx.OrKept(got.Name, m.Name)
	settled := got.State.Settled()
	eachField(m, &seen, func(kind string, mine, theirs reflect.Value) {
		v, ok := theirs.Interface().(attr.Value)
		switch {
		case !ok || kind == "no" || kind == "own":
		case !v.IsNull() || (kind == "yes" && settled):
			mine.Set(theirs)
		}
	})
	if m.Size.IsNull() {
		m.Size = seen.Size
	} else {
		m.Size = tfx.NewWhole(got.GrownFromGB(m.Size.ValueInt64()))
	}
	if !got.ScriptUnknown && (settled || got.ScriptID != "") {
		m.ScriptID = seen.ScriptID // null means that the machine has none
	}
	m.refreshSettings(got, seen)
	m.refreshAddress(got, seen)
	m.refreshPower(got)
	m.fillLocal()
}

// refreshSettings refreshes the settings for which a missing value has a meaning.
// A missing shutdown timeout means 0 (never) once the machine is settled. While the
// shutdown timeout or snapshots are off, missing details do not erase those that
// are configured for when they are switched on.
func (m *model) refreshSettings(got paperspace.Machine, seen model) {
	settled := got.State.Settled()
	if settled || got.ShutdownTimeoutHours != 0 || m.ShutdownTimeoutInHours.IsNull() {
		m.ShutdownTimeoutInHours = seen.ShutdownTimeoutInHours
	}
	if got.ShutdownTimeoutHours != 0 || got.ShutdownTimeoutForces || m.ShutdownTimeoutForces.IsNull() {
		m.ShutdownTimeoutForces = seen.ShutdownTimeoutForces
	}
	keep := !settled || !got.AutoSnapshot
	if !seen.AutoSnapshotFrequency.IsNull() || !keep {
		m.AutoSnapshotFrequency = seen.AutoSnapshotFrequency
	}
	if !seen.AutoSnapshotSaveCount.IsNull() || !keep {
		m.AutoSnapshotSaveCount = seen.AutoSnapshotSaveCount
	}
}

// refreshPower writes the power state into desired_state if that is managed, so
// that a machine that was stopped outside of Terraform shows as a diff. A machine
// that is already starting counts as ready.
func (m *model) refreshPower(got paperspace.Machine) {
	if m.DesiredState.IsNull() || !got.State.Settled() || got.State.HeadsFor(paperspace.State(m.DesiredState.ValueString())) {
		return
	}
	m.DesiredState = types.StringValue(string(got.State))
}

// fillLocal sets the defaults of missing settings that only the provider uses.
// They are missing after an import or an upgrade of the state, or if they are new
// in this release.
func (m *model) fillLocal() {
	if m.ReleasePublicIPOnDestroy.IsNull() {
		m.ReleasePublicIPOnDestroy = types.BoolValue(false)
	}
	if m.WaitFor.IsNull() {
		m.WaitFor = types.StringValue(waitReady)
	}
	if m.WaitForCapacity.IsNull() {
		m.WaitForCapacity = types.BoolValue(false)
	}
}

// takeLocal copies the values that need no request from plan. After a failed
// update, these have taken effect, and all others are what Paperspace shows.
func (m *model) takeLocal(plan *model) {
	eachField(m, plan, func(kind string, mine, theirs reflect.Value) {
		if v, ok := theirs.Interface().(attr.Value); ok && kind == "no" && !v.IsUnknown() {
			mine.Set(theirs)
		}
	})
}
