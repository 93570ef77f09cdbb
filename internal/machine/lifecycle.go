package machine

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/once"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// create creates the machine. If wait_for_capacity is set, it first waits for capacity.
func create(ctx context.Context, c *ops.Client, plan *model, password string) (once.Created[paperspace.Machine], error) {
	in := plan.create(password)
	if plan.WaitForCapacity.ValueBool() {
		if err := c.AwaitCapacity(ctx, in.Name, in.Region, in.MachineType); err != nil {
			return once.Created[paperspace.Machine]{}, err
		}
	}
	return c.Create(ctx, in)
}

// comeUp waits until a new machine runs, and returns it as last seen, even with an
// error. If failed is true, the create must end in an error, which taints the
// machine: Paperspace reports that it failed or is gone, or it was shown, but was not
// up when the timeout expired. Any other error does not mean that the machine failed.
func comeUp(ctx context.Context, c *ops.Client, made once.Created[paperspace.Machine], plan *model) (now paperspace.Machine, failed bool, err error) {
	m := made.Object
	if plan.WaitFor.ValueString() == waitNone {
		return m, false, nil
	}
	got, err := c.Watcher.Wait(ctx, wait.Wait{ID: m.ID, Name: plan.Name.ValueString(), Target: target(plan), New: true, Untouched: !made.Adopted})
	failed = errors.Is(err, paperspace.ErrFailed) || errors.Is(err, paperspace.ErrNotFound) || errors.Is(err, paperspace.ErrBeingDestroyed) ||
		errors.Is(err, paperspace.ErrTimeout) && got.ID != ""
	return newest(m, got), failed, err
}

// followUps are the arguments that might be set only after the create.
var followUps = []string{
	"shutdown_timeout_in_hours", "shutdown_timeout_forces", "perform_auto_snapshot", "auto_snapshot_frequency",
	"auto_snapshot_save_count", "desired_state",
}

// finish sends the settings that the new machine does not show yet, and brings it
// into the planned power state. It returns what could not be done as pending.
func finish(ctx context.Context, c *ops.Client, m paperspace.Machine, plan *model) (paperspace.Machine, tfx.Pending, error) {
	shown := observed(m)
	m, settingsErr := applySettings(ctx, c, m, plan, plan.update(&shown, nil)) // nil, because the create has set the other fields
	m, powerErr := power(ctx, c, m, plan, begun{}.power(plan))
	if settingsErr == nil && powerErr == nil {
		m = awaitAddresses(ctx, c, m, plan, nil)
	}
	after := observed(m)
	after.DesiredState = plan.DesiredState
	if powerErr != nil {
		after.DesiredState = types.StringNull()
	}
	if err := errors.Join(settingsErr, powerErr); err != nil {
		return m, tfx.PendingOf(plan, followUps...).Unshown(&after), err
	}
	return m, nil, nil
}

// target returns what to wait for after a create or a start.
func target(m *model) wait.Target {
	if m.WaitFor.ValueString() == waitServiceReady {
		return wait.UntilServiceReady
	}
	return wait.UntilReady
}

// change brings the machine into line with the plan and returns it as last seen, or
// nil if no request was needed.
func change(ctx context.Context, c *ops.Client, plan, state *model, b begun) (*paperspace.Machine, error) {
	id := state.ID.ValueString()
	c.Manages(id, state.Name.ValueString())
	prior := *state
	b.pending.Forget(&prior)
	u := plan.update(&prior, c.Traits.InPlace)
	resume := b.resumes(state)
	want := b.power(plan)
	if u.Empty() && !resume && (want == "" || paperspace.State(state.State.ValueString()).HeadsFor(want)) {
		return nil, nil
	}
	m := paperspace.Machine{ID: id}
	var err error
	if b.create != nil && b.create.Missing && !u.Empty() { // otherwise the update would fail in every apply
		if m, err = c.Watcher.Wait(ctx, wait.Wait{ID: id, Name: plan.Name.ValueString(), Target: wait.UntilShown, New: true}); err != nil {
			return nil, err
		}
	}
	if !u.Empty() {
		if err = c.RejectDestroyed(ctx, "update machine "+id, id); err != nil {
			return nil, err
		}
	}
	if m, err = applySettings(ctx, c, m, plan, u); err != nil {
		return nil, err
	}
	if resume {
		m, err = c.Watcher.Wait(ctx, wait.Wait{ID: id, Name: plan.Name.ValueString(), Target: target(plan), New: true})
		if err != nil {
			return nil, err
		}
	}
	if m.State == "" {
		if m, err = c.Existing(ctx, id); err == nil {
			err = m.RejectDestroyed("update machine " + id)
		}
		if err != nil {
			return nil, err
		}
	}
	if m, err = power(ctx, c, m, plan, want); err == nil {
		m = awaitAddresses(ctx, c, m, plan, state)
	}
	return &m, err
}

// applySettings sends u, unless it is empty, and waits until Paperspace shows the
// change.
func applySettings(ctx context.Context, c *ops.Client, m paperspace.Machine, plan *model, u paperspace.MachineUpdate) (paperspace.Machine, error) {
	if u.Empty() {
		return m, nil
	}
	got, err := c.Change(ctx, ops.Change{
		ID: m.ID, Name: plan.Name.ValueString(), Update: u,
		WaitForCapacity: plan.WaitForCapacity.ValueBool(),
		Unwatched:       plan.WaitFor.ValueString() == waitNone && m.State == paperspace.Provisioning,
	})
	return newest(m, got), err
}

// power brings a machine into the power state want, or does nothing if want is "".
// If the machine is already changing to that state, power only waits.
func power(ctx context.Context, c *ops.Client, m paperspace.Machine, plan *model, want paperspace.State) (paperspace.Machine, error) {
	if want == "" || m.State == want {
		return m, nil
	}
	wait := wait.Wait{ID: m.ID, Name: plan.Name.ValueString(), Target: wait.UntilOff}
	if want == paperspace.Ready {
		wait.Target = target(plan)
		if wait.Target.Reached(m) {
			return m, nil
		}
	}
	if !m.State.HeadsFor(want) {
		events, err := c.Machines.Events(ctx, m.ID)
		if err == nil {
			err = paperspace.Machine{ID: m.ID, Name: m.Name, DeletedAt: m.DeletedAt, Events: events}.RejectDestroyed("change the power state of machine " + m.ID)
		}
		if err != nil {
			return m, err
		}
		wait.Known = paperspace.KnownEvents(events)
		if err := switchPower(ctx, c, m, plan, want); err != nil {
			return m, err
		}
	}
	got, err := c.Watcher.Wait(ctx, wait)
	return newest(m, got), err
}

func switchPower(ctx context.Context, c *ops.Client, m paperspace.Machine, plan *model, want paperspace.State) error {
	if want == paperspace.Off {
		return c.Stop(ctx, m.ID)
	}
	if plan.WaitForCapacity.ValueBool() {
		if err := c.AwaitCapacity(ctx, m.Name, plan.Region.ValueString(), plan.MachineType.ValueString()); err != nil {
			return err
		}
	}
	return c.Start(ctx, m.ID)
}

// remove destroys the machine and waits until it is gone.
func remove(ctx context.Context, c *ops.Client, state *model, create *creating, own *claimed) error {
	id := state.ID.ValueString()
	c.Manages(id, state.Name.ValueString())
	return c.DestroyMachine(ctx, ops.Destruction{
		ID: id, Name: state.Name.ValueString(), Release: release(c, state, own), Unseen: create.awaited(),
	})
}

// newest returns later, or earlier if later is the zero value.
func newest(earlier, later paperspace.Machine) paperspace.Machine {
	if later.ID == "" {
		return earlier
	}
	return later
}

// interrupted reports whether an operation ended because of an interrupt, such as
// Ctrl-C, and not because its timeout expired.
func interrupted(ctx context.Context, err error) bool {
	return errors.Is(err, context.Canceled) && errors.Is(ctx.Err(), context.Canceled)
}
