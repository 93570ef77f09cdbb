package machine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// notDestroyed returns the error of a destroy that did not confirm that the machine is gone.
func notDestroyed(ctx context.Context, c *ops.Client, state *model, err error) diag.Diagnostic {
	title, where := "Failed to destroy machine %q (%s)", "stays in the state."
	if interrupted(ctx, err) {
		title, where = "Failed to finish destroying machine %q (%s)", "stays in the state until a destroy confirms that it is gone. Run terraform destroy again."
	}
	id := state.ID.ValueString()
	return tfx.Error(fmt.Sprintf(title, state.Name.ValueString(), id), tfx.Note(withDeleteAdvice(err), fmt.Sprintf("Machine %s %s", id, where)), c)
}

// withDeleteAdvice adds advice to the error of a destroy that timed out, unless the error
// has reasons. A destroy uses the timeout in the state, not the one in the configuration.
func withDeleteAdvice(err error) error {
	var e *paperspace.Error
	if !errors.Is(err, paperspace.ErrTimeout) || !errors.As(err, &e) || len(e.Reasons) > 0 {
		return err
	}
	return tfx.Advise(err, "Run terraform destroy again to continue waiting. If Paperspace needs more time, increase delete in the timeouts block and run terraform apply first, because a destroy uses the timeout in the state.")
}

// failedNote adds what happens next to a machine that did not come up.
func failedNote(err error) error {
	if errors.Is(err, paperspace.ErrNotFound) || errors.Is(err, paperspace.ErrBeingDestroyed) {
		return tfx.Note(err, "The machine is in the state, marked as tainted. If it is gone, the next plan removes it from the state and creates another one.")
	}
	return tfx.Note(err, "The machine exists, is billed, and is in the state, marked as tainted. The next apply destroys it and creates another one. "+
		"To keep it, run terraform untaint.")
}

// unfinishedNote adds what state a machine is in that was created but not finished,
// and how this run and the next apply continue.
func unfinishedNote(ctx context.Context, m paperspace.Machine, err error) error {
	what := "The machine was created and is recorded in the Terraform state, but a later step failed. Terraform continues with the resources that depend on it"
	if interrupted(ctx, err) {
		what = "The machine exists and is recorded in the Terraform state. It is not tainted"
	}
	return tfx.Note(err, fmt.Sprintf("%s. Its last known state is %q. The next apply finishes it with an update in place.", what, m.State))
}

// neverCameUp returns the warning about a machine whose create was interrupted and
// then failed, or failed and was untainted. Paperspace's reason is left out if it
// might quote the password of a user created with the machine: a read does not have
// the password and cannot remove it.
func neverCameUp(ctx context.Context, c *ops.Client, m paperspace.Machine, state *model) diag.Diagnostic {
	events := m.Events
	if events == nil {
		events, _ = c.Machines.Events(ctx, m.ID)
	}
	reason := "Paperspace reports no reason."
	for _, e := range events {
		if (e.Name == "create" || e.Name == "start") && e.Failed() {
			reason = "Paperspace reports: " + e.Error
			if hasPassword(state) {
				reason = "The reason is not shown here, because it might quote the password of the new user. The Paperspace console shows it."
			}
			break
		}
	}
	return diag.NewWarningDiagnostic(fmt.Sprintf("Machine %q (%s) never came up", m.Name, m.ID),
		fmt.Sprintf("The machine is off, and no apply has seen it ready since it was created. %s\n\n"+
			"If it is tainted, the next apply replaces it, which deletes its disk. To keep it, run terraform untaint. "+
			"Otherwise, start it with desired_state = \"ready\", or replace it with terraform apply -replace.", reason))
}

// halfway returns the state after a failed update: what Paperspace shows, with the
// local settings of the plan. If the machine cannot be read, all other values stay
// as they were.
func halfway(ctx context.Context, c *ops.Client, plan, state *model) *model {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	after := *state
	if m, err := c.Machines.Show(ctx, state.ID.ValueString()); err == nil {
		after.refresh(m)
	}
	after.takeLocal(plan)
	return &after
}
