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

// actionTimeout is how long an action can take unless its timeouts block says
// otherwise.
const actionTimeout = 30 * time.Minute

// actionsText ends the description of every action. Terraform 1.14.0 could run an
// action before the resource that triggers it was done.
const actionsText = "\n\nActions need Terraform 1.14.2 or later. OpenTofu does not have them: a configuration with an `action` block is an error there, so keep it out of shared modules."

// ActionEdge is what every action has to do with Terraform: embed it.
type ActionEdge struct {
	Configured *Configured
	// Lacking is the error for an API version that does not offer the action, nil for one
	// that does. It is nil if every API version does.
	Lacking func(c *ops.Client) error
}

// ActionArguments are the arguments of every action: embed it in the model.
type ActionArguments struct {
	Wait     types.Bool     `tfsdk:"wait"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// ActionSchema returns the schema of an action with these arguments beside those of
// every action. The verb is what it does, as in "stop the machine".
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

// Ready returns the client, or adds the error that says why there is none.
func (e *ActionEdge) Ready(what string, diags *diag.Diagnostics) (*ops.Client, bool) {
	client, ok := e.Configured.Ready(what, diags)
	return client, ok && offers(e.Lacking, client, diags)
}

// Deadline returns the context for an action.
func (a ActionArguments) Deadline(ctx context.Context, diags *diag.Diagnostics) (context.Context, context.CancelFunc) {
	timeout, d := a.Timeouts.Invoke(ctx, actionTimeout)
	diags.Append(d...)
	return context.WithTimeout(ctx, timeout)
}

// Power returns what to do with the machine with an ID, with progress lines for
// Terraform.
func (a ActionArguments) Power(ctx context.Context, id string, resp *action.InvokeResponse) ops.Power {
	return ops.Power{
		ID:     id,
		Wait:   a.Wait.IsNull() || a.Wait.ValueBool(), // actions have no defaults
		Notify: func(line string) { say(ctx, resp.SendProgress, line) },
	}
}

// say sends a line unless ctx has ended: once Terraform has gone, SendProgress never
// returns.
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
