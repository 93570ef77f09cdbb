package machine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// replacing returns the changed arguments that need a new machine, or none if the
// API version is not known yet. For a smaller size, see [appliedRecord.lowered].
func (r *Resource) replacing(plan, state, config *model, applied appliedRecord) []paperspace.Field {
	if r.Client() == nil {
		return nil
	}
	var changed []paperspace.Field
	now, before, configured := fieldValues(plan), fieldValues(state), fieldValues(config)
	for field := range now {
		if !r.inPlace()[field] && !configured[field].IsNull() && replaces(field, now[field], before[field]) {
			changed = append(changed, field)
		}
	}
	if shrinks(plan, state) {
		changed = slices.DeleteFunc(changed, func(f paperspace.Field) bool { return f == paperspace.FieldSize })
		if applied.lowered(plan) {
			changed = append(changed, paperspace.FieldSize)
		}
	}
	slices.Sort(changed)
	return changed
}

// replaces reports whether a configured argument that cannot change in place
// needs a new machine.
//
// Null in the state usually means that the API does not return the value: a
// template, or any value of a machine that is imported while it is provisioned.
// That does not require a new machine. A null script_id means that the machine has
// no script.
//
// A value that is not known while planning might turn out different, and then the
// apply would fail with "Provider produced inconsistent final plan". So it counts as
// a change. The exception is a template: its ID usually comes from a data source,
// and a machine must not be replaced because the data source is read late.
func replaces(field paperspace.Field, now, before attr.Value) bool {
	switch {
	case now.IsNull():
		return false
	case before.IsNull():
		return field == paperspace.FieldScriptID
	case now.IsUnknown():
		return field != paperspace.FieldTemplateID
	}
	return !now.Equal(before)
}

// warnOfReplacement warns of what a replacement destroys, and reports where each
// argument was changed, as far as the provider has a record of it: in a plan, a
// value that was changed in the console looks the same as one that was changed
// in the configuration.
func warnOfReplacement(plan, state *model, replaced []paperspace.Field, applied appliedRecord, diags *diag.Diagnostics) {
	now, before := fieldValues(plan), fieldValues(state)
	var causes, keep, unknown []string
	for _, field := range replaced {
		who := ""
		switch last, recorded := applied[field]; {
		case now[field].IsUnknown():
			unknown = append(unknown, string(field))
		case recorded && last == now[field].String():
			who = " (changed outside of Terraform)"
		case recorded:
			who = " (changed in the configuration)"
		}
		causes = append(causes, fmt.Sprintf("  %s: %s -> %s%s", field, shown(before[field]), shown(now[field]), who))
		if !now[field].IsUnknown() && !before[field].IsNull() {
			keep = append(keep, fmt.Sprintf("%s = %s", field, before[field]))
		}
	}
	text := fmt.Sprintf("Applying this plan destroys machine %q (%s) and deletes its disk and all of its snapshots. These changes force a new machine:\n%s\n",
		state.Name.ValueString(), state.ID.ValueString(), strings.Join(causes, "\n"))
	if keepsAddress(state) {
		text += "\n" + addressKept(state) + "\n"
	}
	if len(keep) > 0 {
		text += fmt.Sprintf("\nTo keep the machine, set %s.", strings.Join(keep, ", "))
	}
	if len(unknown) > 0 {
		text += fmt.Sprintf("\nTo keep the machine although the new value is not known before the apply, add lifecycle { ignore_changes = [%s] }.", strings.Join(unknown, ", "))
	}
	if slices.Contains(unknown, string(paperspace.FieldScriptID)) {
		text += " The machine is destroyed before the new script exists, unless both resources set create_before_destroy = true. If Paperspace then rejects the script, the machine is not recreated."
	}
	diags.AddWarning(fmt.Sprintf("Machine %q will be destroyed and recreated", state.Name.ValueString()), text)
}

// shown returns a value as a plan shows it.
func shown(v attr.Value) string {
	switch {
	case v.IsNull():
		return "null"
	case v.IsUnknown():
		return "(known after apply)"
	}
	return v.String()
}

// warnOfUnknown warns of the values that are planned in place and might turn out
// to need a new machine.
func warnOfUnknown(plan, state *model, diags *diag.Diagnostics) {
	for _, a := range []struct {
		name        string
		now, before attr.Value
		other       string
	}{
		{"template_id", plan.TemplateID, state.TemplateID, "another template"},
		{"size", plan.Size, state.Size, "smaller"}, // in place with API v1 only
	} {
		if !a.now.IsUnknown() || !tfx.Known(a.before) {
			continue
		}
		diags.AddAttributeWarning(path.Root(a.name), fmt.Sprintf("Machine %q might have to be replaced", state.Name.ValueString()),
			fmt.Sprintf("The value of %[1]s is not known before the apply, so the plan assumes that it stays %[2]s. If it turns out to be %[3]s, the apply fails with "+
				"\"inconsistent final plan\" and does not change the machine, and the next plan replaces it. To keep the machine in any case, add lifecycle { ignore_changes = [%[1]s] }.",
				a.name, a.before, a.other))
	}
}
