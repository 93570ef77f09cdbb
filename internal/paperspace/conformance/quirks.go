package conformance

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Quirks are what an API version's responses do not return although Paperspace has it, and
// what its documentation does not guarantee. With the zero value, everything is returned
// and guaranteed. Rules depend on Quirks and on the API value, never on the name of an API
// version.
type Quirks struct {
	// NotShown has the names of domain fields that are always empty, such as
	// "Machine.UserID".
	NotShown []string
	// Filled has the names of domain fields that have a value even if the fake has none.
	Filled []string
	// Unsent has the reasons why fields cannot be sent, by names such as
	// "MachineUpdate.SizeGB". Unseen has the reasons why no response has the value of a
	// field.
	Unsent, Unseen map[string]string
	// OffForgets is true if a shutdown timeout or auto-snapshots that are off show no
	// details.
	OffForgets bool
	// OldestFirst is true if lists are in order of creation, whatever Paperspace's order
	// is.
	OldestFirst bool
	// NoNoOps is true if a power request or a grant that has nothing to do is rejected,
	// which takes another read to find out, or leaves an event that is done.
	NoNoOps bool
	// HarmlessErrors is true if an event that ended in error without a reason is not a
	// failure.
	HarmlessErrors bool
}

func (q Quirks) shows(field string) bool { return !slices.Contains(q.NotShown, field) }
func (q Quirks) fills(field string) bool { return slices.Contains(q.Filled, field) }

// returned returns v without the fields that the API version does not return.
func returned[T any](s *scene, v T) T {
	value := reflect.ValueOf(&v).Elem()
	for _, name := range s.quirks.NotShown {
		if noun, field, _ := strings.Cut(name, "."); noun == value.Type().Name() {
			value.FieldByName(field).SetZero()
		}
	}
	return v
}

// listed sorts objects of the fake in the order of the API version's lists.
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
