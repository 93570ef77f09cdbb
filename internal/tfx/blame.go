package tfx

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// A Reference is an argument that names another object by its ID.
type Reference struct {
	Argument string // "network_id"
	Noun     string // "network"
	Value    types.String
}

// References returns the arguments that have a value, sorted by name. What each refers to
// is its name without "_id".
func References(all map[string]types.String) (set []Reference) {
	for name, v := range all {
		if Known(v) && v.ValueString() != "" {
			set = append(set, Reference{name, strings.TrimSuffix(name, "_id"), v})
		}
	}
	slices.SortFunc(set, func(a, b Reference) int { return strings.Compare(a.Argument, b.Argument) })
	return set
}

var missing = regexp.MustCompile(`(?i)\bnot found|does(n't| not) exist|\bno such|\bunknown|\binvalid`)

// Blamed returns the reference that Paperspace rejected, if its message identifies one:
// the message quotes the ID, or reports that such an object was not found.
func Blamed(err error, references []Reference) (Reference, bool) {
	var e *paperspace.Error
	if !errors.As(err, &e) || e.Status < http.StatusBadRequest || e.Status >= http.StatusInternalServerError ||
		errors.Is(err, paperspace.ErrDenied) || errors.Is(err, paperspace.ErrThrottled) {
		return Reference{}, false
	}
	var quoted, named []Reference
	for _, r := range references {
		if regexp.MustCompile(`\b` + regexp.QuoteMeta(r.Value.ValueString()) + `\b`).MatchString(e.Message) {
			quoted = append(quoted, r)
		}
		if strings.Contains(strings.ToLower(e.Message), r.Noun) {
			named = append(named, r)
		}
	}
	switch {
	case len(quoted) == 1:
		return quoted[0], true
	case len(quoted) == 0 && len(named) > 0 && sameArgument(named) && missing.MatchString(e.Message):
		return named[0], true
	}
	return Reference{}, false
}

// sameArgument reports whether references are the elements of one argument.
func sameArgument(references []Reference) bool {
	return !slices.ContainsFunc(references, func(r Reference) bool { return r.Argument != references[0].Argument })
}

// At returns the diagnostic for err. If Paperspace's message identifies the argument that
// it rejected, the diagnostic points at that argument, with advice about it.
func At(references []Reference, err error, diagnostic func(err error) diag.Diagnostic) diag.Diagnostic {
	r, found := Blamed(err, references)
	if !found {
		return diagnostic(err)
	}
	return diag.WithPath(path.Root(r.Argument), diagnostic(Advise(err, r.advice())))
}

func (r Reference) advice() string {
	text := fmt.Sprintf("Check %s: there might be no %s with the ID %q, or the API key might have no access to it.", r.Argument, r.Noun, r.Value.ValueString())
	if r.Argument == "accessor_ids" {
		text = "Check accessor_ids: there might be no user with one of these IDs. They are IDs of users, not email addresses."
	}
	if r.Noun != "team" {
		text += fmt.Sprintf(" The data source paperspace_%ss lists what there is.", r.Noun)
	}
	return text
}

// OnlyAt makes d point at an argument if err is [paperspace.ErrNotFound]. It is for
// operations that concern only the object that the argument names.
func OnlyAt(argument string, err error, d diag.Diagnostic) diag.Diagnostic {
	if errors.Is(err, paperspace.ErrNotFound) {
		return diag.WithPath(path.Root(argument), d)
	}
	return d
}
