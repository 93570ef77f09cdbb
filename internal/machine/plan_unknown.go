package machine

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// markUnknown makes unknown in the plan of a change just what the change
// moves. What it does not mark is promised to stay.
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
	// A machine that is in a transitional state has a state that cannot be predicted,
	// but a transitional state does not produce a diff.
	if !paperspace.State(state.State.ValueString()).Settled() && plan.State.Equal(state.State) && !sameModel(plan, state) {
		plan.State = types.StringUnknown()
	}
}

// settledWell reports whether an unfinished create has nothing left to wait for:
// it came up, it failed (which Read warns of), or no wait is requested.
func settledWell(state *model) bool {
	return paperspace.State(state.State.ValueString()).Settled() || state.WaitFor.ValueString() == waitNone
}

// markSnapshots: Paperspace might adjust the rest of the group when one of it
// changes, so what is not configured is not promised.
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

// markStop: a machine might be stopped and started for the change.
func markStop(plan, state *model) {
	if plan.DynamicPublicIP.ValueBool() {
		plan.PublicIPAddress = types.StringUnknown()
	}
	if plan.WaitFor.ValueString() != waitReady && state.State.ValueString() != desiredOff {
		plan.State = types.StringUnknown()
	}
}

// markPower plans the state that a managed power state leads to. A machine that
// is already changing to it needs no request.
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
