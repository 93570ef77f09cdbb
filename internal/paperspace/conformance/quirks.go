package conformance

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Quirks are what an API version's responses do not return although the state knows
// it, and what its documentation promises less of. The zero value returns and promises
// everything. Rules look here and at the API value, never at the name of a
// API version.
type Quirks struct {
	// Untold names fields of the domain that are always empty, such as
	// "Machine.UserID".
	Untold []string
	// Filled names fields that have a value where the state has none.
	Filled []string
	// Unsent says why a field of what is sent cannot be, by names such as
	// "MachineUpdate.SizeGB", and Unseen why no response has its value.
	Unsent, Unseen map[string]string
	// OffForgets: a shutdown or snapshots that are off show no details.
	OffForgets bool
	// OldestFirst: lists go by when things were made, whatever order Paperspace
	// keeps them in.
	OldestFirst bool
	// NoNoOps: a power call or a grant that has nothing to do is rejected, which
	// costs a poll to find out, or leaves an event that is done.
	NoNoOps bool
	// HarmlessErrors: an event that ended in error, and says no reason, says nothing.
	HarmlessErrors bool
}

func (q Quirks) tells(field string) bool { return !slices.Contains(q.Untold, field) }
func (q Quirks) fills(field string) bool { return slices.Contains(q.Filled, field) }

// returned is v without what the API version does not return.
func returned[T any](s *scene, v T) T {
	value := reflect.ValueOf(&v).Elem()
	for _, name := range s.quirks.Untold {
		if noun, field, _ := strings.Cut(name, "."); noun == value.Type().Name() {
			value.FieldByName(field).SetZero()
		}
	}
	return v
}

// listed puts what the state has into the order of the API version's lists.
func listed[T paperspace.Gettable](s *scene, all []T) []T {
	if !s.quirks.OldestFirst {
		return all
	}
	get := func(t T, f paperspace.Field) string { value, _ := t.Get(f); return value }
	return slices.SortedStableFunc(slices.Values(all), func(a, b T) int {
		return cmp.Or(
			cmp.Compare(get(a, paperspace.FieldCreated), get(b, paperspace.FieldCreated)),
			cmp.Compare(get(a, paperspace.FieldID), get(b, paperspace.FieldID)),
		)
	})
}
