package machine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// An aftermath describes what a failed change has left behind.
type aftermath struct {
	now  string // the power state of the machine, in sentences; "" if the change did not concern it
	back bool   // the machine is in the power state that it had before the change
	todo string // "" if the error decides
}

// settle reads a machine whose change failed, and returns what it found. It starts a
// machine again that was stopped for the change, unless the plan switches it off or
// Paperspace is still working on it. s is nil if the change did not concern the power
// state.
//
// An interrupt must end ctx, but the timeout of the operation must not. If an interrupt
// leaves the machine off, the next apply starts it, because the private key "stopped"
// stays set.
func (s *stopped) settle(ctx context.Context, c *ops.Client, plan, state *model, cause error) aftermath {
	switch {
	case s == nil && ctx.Err() != nil:
		return aftermath{now: "The machine exists and stays in the Terraform state. The change might have been made in part."}
	case s == nil:
		return aftermath{}
	}
	m, err := c.LastSeen(ctx, state.ID.ValueString())
	switch {
	case ctx.Err() != nil:
		return aftermath{now: "If the machine was stopped for the change, it is off now. The next apply finishes the change and starts it."}
	case err != nil:
		return aftermath{now: "The machine could not be read afterward and might be off. The next apply reads it and finishes the change."}
	case s.Was == paperspace.Off:
		return aftermath{now: stays(m), back: m.State == paperspace.Off}
	case plan.DesiredState.ValueString() == desiredOff:
		return aftermath{now: "The machine is " + string(m.State) + ". The plan sets desired_state = \"off\", so the provider does not start it."}
	case m.Heading() == paperspace.Ready, m.Heading() == paperspace.ServiceReady:
		if paperspace.HadEffect(cause) {
			return aftermath{now: "The machine is running, but the request might still take effect. If it stops the machine, the next apply starts it again."}
		}
		return aftermath{now: "The machine is running.", back: true}
	case m.Heading() == paperspace.Starting, m.Heading() == paperspace.Restarting:
		return aftermath{now: "The machine is starting."}
	case errors.Is(cause, paperspace.ErrTimeout) && m.Busy():
		return aftermath{now: fmt.Sprintf("Paperspace is still working on the machine, which is %s now. The next apply waits for that, finishes the change, and starts the machine.", m.State)}
	case len(plan.update(state, c.Traits.InPlace).Differs(m)) == 0:
		return aftermath{now: "The change itself was made. " + stillOff, todo: "Apply again to start the machine."}
	}
	return startAgain(ctx, c, plan, m)
}

// stillOff mentions only the disk. Paperspace's pages agree that the disk of a machine that
// is off is billed, but disagree about the machine itself.
const stillOff = "The machine is still off, and billed for its disk; the next apply starts it."

func stays(m paperspace.Machine) string {
	if m.State == paperspace.Off {
		return "The machine is off, as it was before the change."
	}
	return "The machine is " + string(m.State) + "."
}

// startAgain starts a machine that was stopped for a change.
func startAgain(ctx context.Context, c *ops.Client, plan *model, m paperspace.Machine) aftermath {
	err := c.Restore(ctx, m.ID, target(plan))
	switch {
	case err == nil:
		return aftermath{now: "The machine was stopped for the change and is running again.", back: true}
	case ctx.Err() != nil:
		return aftermath{now: "The machine was stopped for the change, and starting it again was interrupted. The next apply starts it."}
	}
	return aftermath{now: stillOff + " The attempt to start it again failed: " + tfx.Cause(err)}
}

// groupMatters reports whether a change of the type was rejected because the types are
// in different groups, as far as the types or the response show.
func groupMatters(plan, state *model, err error) bool {
	var e *paperspace.Error
	if !errors.As(err, &e) || !errors.Is(err, paperspace.ErrRejected) && !errors.Is(err, paperspace.ErrConflict) {
		return false
	}
	fit, _ := paperspace.SuitsType(state.MachineType.ValueString(), plan.MachineType.ValueString())
	return fit != paperspace.Fits || strings.Contains(e.Message, "group")
}

// diagnostic returns the error of a change that failed.
func (a aftermath) diagnostic(c *ops.Client, plan, state *model, err error) diag.Diagnostic {
	todo := a.todo
	retyped := plan.rebuild(state, c.Traits.InPlace).MachineType != nil
	switch {
	case todo != "":
	case errors.Is(err, context.Canceled):
		todo = "Run terraform plan to see what is left to do."
	case errors.Is(err, paperspace.ErrFailed):
		todo = "Apply again to retry the change, or undo it."
	case retyped && groupMatters(plan, state, err):
		todo = sameGroup(state.MachineType.ValueString(), plan.MachineType.ValueString())
	}
	return tfx.Failure{
		Summary: fmt.Sprintf("Failed to change machine %q (%s)", state.Name.ValueString(), state.ID.ValueString()),
		Err:     err, Now: a.now, Todo: todo,
	}.Diagnostic(c)
}

// restingState returns the power state to restore after the machine was stopped for
// a change. A machine that is already starting counts as ready.
func restingState(state *model) paperspace.State {
	if paperspace.State(state.State.ValueString()).HeadsFor(paperspace.Off) {
		return paperspace.Off
	}
	return paperspace.Ready
}
