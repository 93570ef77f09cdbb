package tfx

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// actionTimeout is the time limit of an action that sets none in its timeouts block.
const actionTimeout = 30 * time.Minute

// actionsText is appended to the description of every action. It names Terraform 1.14.2,
// because 1.14.0 could run an action before the resource that triggers it was finished.
const actionsText = "\n\nActions need Terraform 1.14.2 or later. OpenTofu does not have them: a configuration with an `action` block is an error there, so keep it out of shared modules."

// ActionEdge implements what all actions have in common. Embed it.
type ActionEdge struct {
	Configured *Configured
	// Lacking returns an error for an API version that does not offer the action. It is
	// nil if every API version does.
	Lacking func(c *ops.Client) error
}

// ActionArguments are the arguments of every action. Embed it in the model.
type ActionArguments struct {
	Wait     types.Bool     `tfsdk:"wait"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// ActionSchema returns the schema of an action, with the given arguments and those of
// every action. The verb is what the action does, as in "stop the machine", and wait is
// the description of the argument wait.
func ActionSchema(ctx context.Context, text, verb, wait string, arguments map[string]schema.Attribute) schema.Schema {
	arguments["wait"] = schema.BoolAttribute{Optional: true, MarkdownDescription: wait}
	return schema.Schema{
		MarkdownDescription: text + actionsText,
		Attributes:          arguments,
		Blocks: map[string]schema.Block{
			"timeouts": ActionTimeouts(ctx, timeouts.Opts{
				InvokeDescription: TimeoutText(verb+", including every wait", actionTimeout),
			}),
		},
	}
}

// Configure implements action.ActionWithConfigure.
func (e *ActionEdge) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	e.Configured = From(req.ProviderData, &resp.Diagnostics)
}

// ModifyPlan implements action.ActionWithModifyPlan. It rejects what the API version
// does not offer.
func (e *ActionEdge) ModifyPlan(_ context.Context, _ action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	if e.Configured != nil && e.Configured.Client != nil {
		offers(e.Lacking, e.Configured.Client, &resp.Diagnostics)
	}
}

// Ready returns the client. If there is none, or if its API version does not offer the
// action, Ready adds an error and reports false.
func (e *ActionEdge) Ready(what string, diags *diag.Diagnostics) (*ops.Client, bool) {
	client, ok := e.Configured.Ready(what, diags)
	return client, ok && offers(e.Lacking, client, diags)
}

// Deadline returns ctx with the timeout of the action.
func (a ActionArguments) Deadline(ctx context.Context, diags *diag.Diagnostics) (context.Context, context.CancelFunc) {
	timeout, d := a.Timeouts.Invoke(ctx, actionTimeout)
	diags.Append(d...)
	return context.WithTimeout(ctx, timeout)
}

// Power returns a power request for the machine with the given ID. Its progress lines go
// to Terraform.
func (a ActionArguments) Power(ctx context.Context, id string, resp *action.InvokeResponse) ops.Power {
	return ops.Power{
		ID:     id,
		Wait:   a.Wait.IsNull() || a.Wait.ValueBool(), // the schema of an action has no defaults
		Notify: func(line string) { say(ctx, resp.SendProgress, line) },
	}
}

// say sends a progress line unless ctx has ended. After Terraform has exited,
// SendProgress never returns.
func say(ctx context.Context, send func(action.InvokeProgressEvent), line string) {
	if ctx.Err() != nil {
		return
	}
	sent := make(chan struct{})
	go func() {
		send(action.InvokeProgressEvent{Message: line})
		close(sent)
	}()
	select {
	case <-sent:
	case <-ctx.Done():
	}
}

// ActionError is [Error] for an action that failed.
func ActionError(title string, err error, c *ops.Client) diag.Diagnostic {
	var e *paperspace.Error
	const might = "Paperspace might still carry out what it has accepted."
	switch {
	case !errors.As(err, &e) || len(e.Reasons) > 0:
	case errors.Is(err, paperspace.ErrTimeout), errors.Is(err, context.DeadlineExceeded):
		err = Advise(err, "If Paperspace only needs longer, raise invoke in the timeouts block of the action. "+might)
	case errors.Is(err, context.Canceled):
		err = Advise(err, might)
	}
	return Error(title, err, c)
}
