package machine

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// markUnknown marks the values that a change affects as unknown in its plan.
// All other values must be the same after the apply.
func markUnknown(plan, state, config *model, u paperspace.MachineUpdate, b begun) {
	if !plan.MachineType.Means(state.MachineType) {
		plan.RAM, plan.CPUs = types.Int64Unknown(), types.Int64Unknown()
		plan.GPU, plan.UsageRate = types.StringUnknown(), types.StringUnknown()
	}
	if !plan.Size.Equal(state.Size) && !shrinks(plan, state) {
		plan.StorageTotal = types.Int64Unknown()
	}
	if !plan.NetworkID.Equal(state.NetworkID) {
		plan.PrivateIPAddress = types.StringUnknown()
	}
	if !plan.AssignPublicIP.Equal(state.AssignPublicIP) || !plan.DynamicPublicIP.Equal(state.DynamicPublicIP) {
		plan.PublicIPAddress = types.StringUnknown()
		if !plan.AssignPublicIP.ValueBool() && !plan.DynamicPublicIP.ValueBool() && !plan.AssignPublicIP.IsUnknown() && !plan.DynamicPublicIP.IsUnknown() {
			plan.PublicIPAddress = types.StringNull()
		}
	}
	markSnapshots(plan, state, config)
	if u.Rebuilds() {
		markStop(plan, state)
	}
	markPower(plan, state)
	if b.unsettled(plan, state) {
		plan.State = types.StringUnknown()
		plan.PrivateIPAddress, plan.PublicIPAddress = types.StringUnknown(), types.StringUnknown()
	}
	// How a transitional state ends cannot be predicted. It is marked only if something
	// else changes, because a transitional state alone must not produce a diff.
	if !paperspace.State(state.State.ValueString()).Settled() && plan.State.Equal(state.State) && !sameModel(plan, state) {
		plan.State = types.StringUnknown()
	}
}

// settledWell reports whether an unfinished create has nothing left to wait for:
// the machine came up, it failed (which Read warns of), or no wait is requested.
func settledWell(state *model) bool {
	return paperspace.State(state.State.ValueString()).Settled() || state.WaitFor.ValueString() == waitNone
}

// markSnapshots marks the snapshot settings that are not configured as unknown if
// another one changes, because Paperspace might adjust them.
func markSnapshots(plan, state, config *model) {
	same := plan.PerformAutoSnapshot.Equal(state.PerformAutoSnapshot) &&
		plan.AutoSnapshotFrequency.Means(state.AutoSnapshotFrequency) &&
		plan.AutoSnapshotSaveCount.Equal(state.AutoSnapshotSaveCount)
	if same {
		return
	}
	if config.AutoSnapshotFrequency.IsNull() {
		plan.AutoSnapshotFrequency = tfx.UnknownSpelled[tfx.Words]()
	}
	if config.AutoSnapshotSaveCount.IsNull() {
		plan.AutoSnapshotSaveCount = tfx.UnknownWhole()
	}
}

// markStop marks the values that change if the machine is stopped and started again.
func markStop(plan, state *model) {
	if plan.DynamicPublicIP.ValueBool() {
		plan.PublicIPAddress = types.StringUnknown()
	}
	if plan.WaitFor.ValueString() != waitReady && state.State.ValueString() != desiredOff {
		plan.State = types.StringUnknown()
	}
}

// markPower plans the power state for desired_state. A machine that is already
// changing to it needs no request.
func markPower(plan, state *model) {
	before := paperspace.State(state.State.ValueString())
	switch d := plan.DesiredState; {
	case d.IsNull():
	case d.IsUnknown():
		plan.State, plan.PublicIPAddress = types.StringUnknown(), types.StringUnknown()
	case !before.HeadsFor(paperspace.State(d.ValueString())):
		plan.State = types.StringValue(d.ValueString())
		if d.ValueString() == desiredReady && plan.WaitFor.ValueString() != waitReady {
			plan.State = types.StringUnknown()
		}
		if plan.DynamicPublicIP.ValueBool() {
			plan.PublicIPAddress = types.StringUnknown()
		}
	}
}
