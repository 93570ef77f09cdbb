// Package customtemplate implements the resource paperspace_custom_template. The data sources for
// templates are in package template.
package customtemplate

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

type managed = tfx.Managed[model, *model, paperspace.Template, paperspace.TemplateCreate]

// NewResource returns an unconfigured resource.
func NewResource() resource.Resource { return newManaged() }

func newManaged() *managed {
	return &managed{
		Imported: tfx.Imported{Noun: "custom template", Type: "custom_template", Example: "tx98gvxz", Lookup: "paperspace_templates"},
		Describe: resourceSchema,
		Kind:     objects,
		Texts:    []string{"name", "machine_id"},
		Creation: (*model).creation,
		Refresh:  (*model).refresh,
		Name:     func(m *model) *types.String { return &m.Name },
		Check:    check,
		Around:   whileOff,
		Finish:   finish,
		Absent:   public,
	}
}

func objects(c *ops.Client) *ops.Kind[paperspace.Template, paperspace.TemplateCreate] {
	return c.CustomTemplates
}

// whileOff calls create while the machine of the template is off.
func whileOff(ctx context.Context, c *ops.Client, m *model, create func(ctx context.Context) error) (notice *tfx.Notice, err error) {
	name := m.Name.ValueString()
	err = c.WhileOff(ctx, ops.Offness{
		Power: ops.Power{ID: m.MachineID.ValueString()}, Stop: m.StopMachine.ValueBool(),
		Purpose: fmt.Sprintf("create custom template %q", name),
		WasOff: func(off paperspace.Machine) {
			notice = &tfx.Notice{Summary: fmt.Sprintf("Machine %q (%s) was off and stays off", off.Name, off.ID), Detail: staysOff(name)}
		},
	}, create)
	return notice, err
}

// staysOff returns what to do about a machine that was off before a create with stop_machine. An
// earlier run might have stopped the machine. There is no record of that, because a create that is
// killed stores nothing.
func staysOff(template string) string {
	return fmt.Sprintf("With stop_machine = true, custom template %q starts only a machine that its own create has stopped. "+
		"If an earlier run stopped this one and was killed, nothing starts it. "+
		"If it should run, start it with the action paperspace_machine_start, with desired_state = \"ready\", or in the Paperspace console.", template)
}

// finish waits until the template can be used, and returns it as Paperspace then shows it.
func finish(ctx context.Context, c *ops.Client, m *model, t paperspace.Template) (paperspace.Template, *tfx.Notice, error) {
	if t.ParentMachineID == "" {
		t.ParentMachineID = m.MachineID.ValueString()
	}
	if err := c.AwaitTemplate(ctx, t); err != nil {
		return t, nil, err
	}
	if shown, err := c.CustomTemplates.Read(ctx, t.ID); err == nil && shown.Found {
		return shown.Object, nil, nil
	}
	return t, nil, nil // the next refresh shows it
}

// public returns what to do about an ID if it is that of a public template.
func public(ctx context.Context, c *ops.Client, id string) string {
	all, err := c.AllTemplates(ctx)
	if err != nil {
		return ""
	}
	for _, t := range all {
		if t.ID == id {
			return fmt.Sprintf("Template %s (%q) is a public one of Paperspace, which no resource can manage. To create machines from it, set template_id = %[1]q on them.", id, tfx.Line(cmp.Or(t.Label, t.Name)))
		}
	}
	return ""
}

// check warns about a template that a replacement deletes, and about a machine that is not off.
func check(ctx context.Context, p *tfx.Planned[model]) {
	switch {
	case p.State == nil && p.Plan.MachineID.IsNull():
		p.Diagnostics.AddAttributeError(path.Root("machine_id"), "Missing machine_id",
			"A new template needs a machine that it is made from. Only a template that exists can do without machine_id. Set it, or import the template that you mean.")
		return
	case p.State != nil && (p.Plan.MachineID.Equal(p.State.MachineID) || p.State.MachineID.IsNull()):
		return
	}
	if p.State != nil {
		p.Diagnostics.AddAttributeWarning(path.Root("machine_id"), fmt.Sprintf("Custom template %q will be deleted", p.State.Name.ValueString()),
			fmt.Sprintf("The template was made from machine %s. If machine_id changes, even because the machine is replaced, Terraform deletes the template before it creates a new one, "+
				"and the machines that use it are replaced next. To keep the template, set lifecycle { ignore_changes = [machine_id] }.", p.State.MachineID.ValueString()))
	}
	m, ok := p.Machine(ctx, p.Plan.MachineID, "whether machine %q is off")
	stop := p.Plan.StopMachine.ValueBool()
	switch {
	case !ok || p.Plan.StopMachine.IsUnknown():
	case stop && m.State.HeadsFor(paperspace.Off):
		p.Diagnostics.AddAttributeWarning(path.Root("stop_machine"), fmt.Sprintf("Machine %q (%s) is %s and will stay off", m.Name, m.ID, m.State), staysOff(p.Plan.Name.ValueString()))
	case !stop && m.State != paperspace.Off:
		p.Diagnostics.AddAttributeWarning(path.Root("machine_id"), fmt.Sprintf("Machine %q is not off", m.Name),
			fmt.Sprintf("It is %q now, and custom template %q can be made only while it is off. Unless this apply stops it first, the create fails. %s",
				m.State, p.Plan.Name.ValueString(), tfx.HowToStop))
	}
}
