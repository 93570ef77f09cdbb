package machine

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// capacityLife is how long an answer about capacity serves the machines of a
// plan. One plan asks once for each type and region.
const capacityLife = 5 * time.Minute

// preflight checks what can be known before a machine is bought: the template
// exists and suits the type, the type can be had, and the name is not taken.
// Only the template can make it fail, and only where that cannot block a
// destroy; a check that cannot be made is a warning. replaced is the id of the
// machine that is to be replaced, "" for a new one.
func preflight(ctx context.Context, c *paperspace.Client, plan *model, replaced string) diag.Diagnostics {
	var diags diag.Diagnostics
	if !c.Preflight {
		return diags
	}
	checkTemplate(ctx, c, plan, replaced, &diags)
	checkCapacity(ctx, c, plan, &diags)
	if replaced == "" {
		checkName(ctx, c, plan, &diags)
	}
	return diags
}

func checkTemplate(ctx context.Context, c *paperspace.Client, plan *model, replaced string, diags *diag.Diagnostics) {
	if !tfx.Known(plan.TemplateID) {
		return
	}
	id := plan.TemplateID.ValueString()
	all, err := c.AllTemplates(ctx)
	if err != nil {
		diags.Append(tfx.Warning("Template not checked", fmt.Errorf("whether template %s exists could not be checked: %w", id, err), c))
		return
	}
	for _, t := range all {
		if t.ID != id {
			continue
		}
		switch fit, why := t.Suits(plan.MachineType.ValueString()); {
		case plan.MachineType.IsUnknown() || fit == paperspace.Fits:
		case fit == paperspace.Unfit:
			templateProblem(c, plan, replaced, diags, "Template does not suit the machine type",
				fmt.Sprintf("Template %s (%s) cannot be used for a machine of type %s: %s. Choose another template or another machine type.",
					id, describe(t), plan.MachineType.ValueString(), why))
		default:
			diags.AddAttributeWarning(path.Root("template_id"), "Template may not suit the machine type",
				fmt.Sprintf("Template %s (%s) with machine type %s: %s. The service decides when the machine is created.",
					id, describe(t), plan.MachineType.ValueString(), why))
		}
		return
	}
	templateProblem(c, plan, replaced, diags, "Unknown template",
		fmt.Sprintf("Template %q does not exist, or the key may not use it. Asked %s, which listed %d templates. "+
			"Look one up with the data source paperspace_template.", id, c.Endpoint, len(all)))
}

// templateProblem is an error, except for a machine that this run has read: a
// plan error would then block terraform destroy of the whole configuration.
func templateProblem(c *paperspace.Client, plan *model, replaced string, diags *diag.Diagnostics, title, text string) {
	if replaced != "" || c.KnowsName(plan.Name.ValueString()) {
		diags.AddAttributeWarning(path.Root("template_id"), title,
			text+" This is only a warning because a machine of this name exists and must stay destroyable; creating a new one will fail. (terraform destroy -refresh=false skips this check.)")
		return
	}
	diags.AddAttributeError(path.Root("template_id"), title, text)
}

func describe(t paperspace.Template) string {
	var parts []string
	for _, s := range []string{t.Label, t.OS} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return tfx.Line(t.Name)
	}
	return tfx.Line(strings.Join(parts, ", "))
}

func checkCapacity(ctx context.Context, c *paperspace.Client, plan *model, diags *diag.Diagnostics) {
	if !tfx.Known(plan.MachineType) {
		return
	}
	machineType := plan.MachineType.ValueString()
	region, none, err := lacksCapacity(ctx, c, plan.Region, machineType)
	switch {
	case err != nil:
		diags.Append(tfx.Warning("Capacity not checked", fmt.Errorf("whether %s can be had in %s could not be checked: %w", machineType, region, err), c))
	case !none:
	case plan.WaitForCapacity.ValueBool():
		diags.AddAttributeWarning(path.Root("machine_type"), "No capacity right now",
			fmt.Sprintf("The service has no %s in %s at the moment. With wait_for_capacity the create waits for it until its timeout.", machineType, region))
	default:
		diags.AddAttributeWarning(path.Root("machine_type"), "No capacity right now",
			fmt.Sprintf("The service has no %s in %s at the moment, so creating machine %q will probably fail. "+
				"Try again later, choose another type or region, or set wait_for_capacity = true.", machineType, region, plan.Name.ValueString()))
	}
}

// lacksCapacity reports whether a region has no machine of the type available, with
// the full name of the region. It reports false if only Paperspace can decide. An
// error counts only for types whose availability Paperspace promises to show.
func lacksCapacity(ctx context.Context, c *paperspace.Client, region tfx.Region, machineType string) (name string, none bool, err error) {
	ask, promised := paperspace.DedicatedGPU(machineType)
	if !ask || c.Availability == nil || !tfx.Known(region) {
		return "", false, nil
	}
	name, _ = paperspace.RegionName(region.ValueString())
	available, err := c.HasCapacity(ctx, name, machineType, capacityLife)
	if err != nil && !promised {
		return name, false, nil
	}
	return name, err == nil && !available, err
}

// checkName warns of a machine of the same name that this configuration does
// not seem to manage: a state that was lost would otherwise buy everything
// twice. Once this run has written, the name may well be its own.
func checkName(ctx context.Context, c *paperspace.Client, plan *model, diags *diag.Diagnostics) {
	if !tfx.Known(plan.Name) || c.Wrote() {
		return
	}
	same := tfx.Namesakes{Noun: noun, Name: plan.Name.ValueString()}
	others, err := c.Fleet.Named(ctx, same.Name)
	if err != nil {
		diags.Append(same.Unchecked(err, c))
		return
	}
	for _, m := range others {
		if c.Knows(m.ID) {
			continue
		}
		if m = c.Examine(ctx, m); !m.BeingDestroyed() {
			same.Add(m.ID, fmt.Sprintf("%s, %s, created %s", m.UsageRate, m.State, m.CreatedAt))
		}
	}
	same.Warn(diags)
}
