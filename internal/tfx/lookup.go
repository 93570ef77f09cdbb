package tfx

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// Lookup finds exactly one object. If it finds none or several, the error lists the
// candidates.
type Lookup[T paperspace.Gettable] struct {
	Noun     string             // "template"; an s makes the plural
	Verb     string             // what an API key can do with an object: "use" or "see"
	Describe []paperspace.Field // the fields that a message shows, besides the ID
	Advice   string             // what to do if several match, a full sentence

	List func(context.Context, paperspace.Filter) ([]T, error)
	// Choose selects one of several objects, if it can. It can be nil.
	Choose func([]T) []T
	// Argument is the argument of an action that the filter comes from. It is "" for a
	// data source, whose arguments are named after the fields.
	Argument string
}

// One returns the object that the filter matches, or adds the error.
func (l Lookup[T]) One(ctx context.Context, filter paperspace.Filter, c *ops.Client, diags *diag.Diagnostics) (one T, ok bool) {
	found, err := l.List(ctx, filter)
	if err != nil {
		NotFetched("Failed to read "+l.Noun+"s", err, c, diags)
		return one, false
	}
	if len(found) > 1 && l.Choose != nil {
		found = l.Choose(found)
	}
	switch {
	case len(found) == 1:
		return found[0], true
	case len(found) > 1:
		diags.Append(l.at(filter, diag.NewErrorDiagnostic(fmt.Sprintf("Several %ss match", l.Noun), l.several(filter, found))))
	default:
		if field, doubt := doubtful(filter); field != "" {
			diags.AddAttributeError(path.Root(l.argument(field)), fmt.Sprintf("Unknown %s", field), fmt.Sprintf("No %s matches %s. %s", l.Noun, l.describe(filter), doubt))
			break
		}
		diags.Append(l.at(filter, diag.NewErrorDiagnostic(capital(l.Noun)+" not found", l.none(ctx, filter, c))))
	}
	return one, false
}

// at makes a diagnostic point at the argument of the filter, if there is only one.
func (l Lookup[T]) at(filter paperspace.Filter, d diag.Diagnostic) diag.Diagnostic {
	for field := range filter {
		if len(filter) == 1 {
			return diag.WithPath(path.Root(l.argument(field)), d)
		}
	}
	return d
}

func (l Lookup[T]) several(filter paperspace.Filter, found []T) string {
	if len(filter) == 0 {
		return fmt.Sprintf("No property was given, and the API key can %s %s:\n%s\n\n%s", l.Verb, l.count(found), l.lines(found), l.Advice)
	}
	return fmt.Sprintf("%s match %s:\n%s\n\n%s", l.count(found), l.describe(filter), l.lines(found), l.Advice)
}

// none returns the text for a lookup that found nothing. It lists the objects that exist.
// If they cannot be read, the text contains the reason.
func (l Lookup[T]) none(ctx context.Context, filter paperspace.Filter, c *ops.Client) string {
	nothing := fmt.Sprintf("The API key can %s no %s. If you do not expect that, check that %s is the right endpoint and that the key from %s belongs to the right team.",
		l.Verb, l.Noun, c.Endpoint, c.KeySource)
	if len(filter) == 0 {
		return nothing
	}
	sentence := fmt.Sprintf("No %s matches %s.", l.Noun, l.describe(filter))
	all, err := l.List(ctx, nil)
	switch {
	case err != nil:
		return sentence + "\n\nThe provider could not list the alternatives. " + Explain(err, c)
	case len(all) == 0:
		return sentence + " " + nothing
	default:
		return fmt.Sprintf("%s The API key can %s %s:\n%s", sentence, l.Verb, l.count(all), l.lines(all))
	}
}

func (l Lookup[T]) count(all []T) string {
	if len(all) == 1 {
		return "1 " + l.Noun
	}
	return fmt.Sprintf("%d %ss", len(all), l.Noun)
}

// lines returns one line for each object, for a message that fits on a screen.
func (l Lookup[T]) lines(all []T) string {
	const most = 25
	var lines []string
	for _, one := range all[:min(len(all), most)] {
		var values []string
		for _, field := range l.Describe {
			if value, _ := one.Get(field); value != "" {
				values = append(values, fmt.Sprintf("%s %q", field, value))
			}
		}
		lines = append(lines, strings.TrimRight("  "+paperspace.IDOf(one)+"  "+strings.Join(values, ", "), " "))
	}
	if len(all) > most {
		lines = append(lines, fmt.Sprintf("  … and %d more", len(all)-most))
	}
	return strings.Join(lines, "\n")
}

func capital(noun string) string { return strings.ToUpper(noun[:1]) + noun[1:] }

func (l Lookup[T]) argument(f paperspace.Field) string { return cmp.Or(l.Argument, string(f)) }

// describe returns a filter as text.
func (l Lookup[T]) describe(f paperspace.Filter) string {
	var parts []string
	for _, field := range slices.Sorted(maps.Keys(f)) {
		parts = append(parts, fmt.Sprintf("%s = %q", l.argument(field), f[field]))
	}
	return strings.Join(parts, " and ")
}

// Offered reports whether part is not nil. If it is nil, Offered adds an error that names
// the API version with this part of the API.
func Offered(part any, what string, c *ops.Client, diags *diag.Diagnostics) bool {
	if part != nil {
		return true
	}
	diags.Append(Error("Not supported by this API version", c.Unsupported(what), c))
	return false
}
