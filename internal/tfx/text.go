package tfx

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Spoiled returns what is wrong with a text that must fit on a line, such as a name or an
// ID. The result follows the text in a sentence. It is "" if nothing is wrong.
func Spoiled(s string) string {
	switch {
	case strings.ContainsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }):
		return "contains a line break"
	case strings.ContainsFunc(s, unicode.IsControl):
		return "contains a control character"
	case s != strings.TrimSpace(s):
		return "begins or ends with whitespace"
	}
	return ""
}

// Unspoil returns what to do about a text for which [Spoiled] returned what.
func Unspoil(what string) string {
	part := strings.TrimPrefix(strings.TrimPrefix(what, "contains a "), "begins or ends with ")
	if part == "control character" {
		return "Remove the control character."
	}
	return fmt.Sprintf("Remove the %s. For a value that is read from a file, use trimspace().", part)
}

// CheckTexts adds an error for each of the named arguments whose planned value has
// whitespace around it or control characters in it: names, IDs, and types. If
// Paperspace trims such a text, the machine would differ from its configuration
// forever, or could not be found after a lost response.
//
// The arguments plan and state are pointers to models. State is nil for an object
// that is created. A value that equals the state's is left alone, because an
// object that has it must stay destroyable.
func CheckTexts[M any](plan, state *M, names []string, add func(at path.Path, summary, detail string)) {
	before := map[string]attr.Value{}
	if state != nil {
		eachAttribute(state, func(name string, _ reflect.Value, v attr.Value) { before[name] = v })
	}
	eachAttribute(plan, func(name string, _ reflect.Value, v attr.Value) {
		s, isText := v.(interface{ ValueString() string })
		if !isText || !slices.Contains(names, name) || !Known(v) || before[name] != nil && v.Equal(before[name]) {
			return
		}
		if what := Spoiled(s.ValueString()); what != "" {
			add(path.Root(name), "Invalid "+name,
				fmt.Sprintf("The value %q of %s %s. %s", s.ValueString(), name, what, Unspoil(what)))
		}
	})
}

// Errors returns the function for [CheckTexts] that adds errors.
func Errors(diags *diag.Diagnostics) func(at path.Path, summary, detail string) {
	return func(at path.Path, summary, detail string) { diags.AddAttributeError(at, summary, detail) }
}

// CheckPlan is [CheckTexts] for a plan that creates or changes an object with the
// model M.
func CheckPlan[M any](ctx context.Context, names []string, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	if req.Plan.Raw.IsNull() || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var plan M
	var state *M
	diags.Append(req.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		state = new(M)
		diags.Append(req.State.Get(ctx, state)...)
	}
	if !diags.HasError() {
		CheckTexts(&plan, state, names, Errors(diags))
	}
}
