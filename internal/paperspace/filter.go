package paperspace

import (
	"strings"
	"time"
)

// Field is the Terraform name of a property of an object.
type Field string

// The fields that code refers to by name; a [Filter] can hold others.
const (
	FieldID              Field = "id"
	FieldName            Field = "name"
	FieldRegion          Field = "region"
	FieldMachineType     Field = "machine_type"
	FieldSize            Field = "size"
	FieldBillingType     Field = "billing_type"
	FieldAssignPublicIP  Field = "assign_public_ip"
	FieldDynamicPublicIP Field = "dynamic_public_ip"
	FieldNetworkID       Field = "network_id"
	FieldTeamID          Field = "team_id"
	FieldUserID          Field = "user_id"
	FieldMachineID       Field = "machine_id"
	FieldScriptID        Field = "script_id"
	FieldTemplateID      Field = "template_id"
	FieldLabel           Field = "label"
	FieldOS              Field = "os"
	FieldCreated         Field = "dt_created"
	FieldEmail           Field = "email"
)

// Null is the filter value that matches a property without a value. CORE uses this literal
// text for it. In a filter by name, Null also matches the text itself, because an object can
// have that name.
const Null = "null"

// Filter holds the values that an object must have to match.
type Filter map[Field]string

// Match reports whether an object has all values of f. Paperspace's own matching is not
// documented as exact, and API v1 matches parts of names, so the results are matched again
// here. A property that get does not know is left to Paperspace.
func (f Filter) Match(get func(Field) (value string, known bool)) bool {
	for field, want := range f {
		got, known := get(field)
		if !known {
			continue
		}
		if want == Null && (got == "" || field != FieldName) {
			if got != "" {
				return false
			}
			continue
		}
		if !sameValue(field, got, want) {
			return false
		}
	}
	return true
}

func sameValue(field Field, got, want string) bool {
	switch {
	case field == FieldRegion:
		return SameRegion(got, want)
	case foldsCase(field):
		return strings.EqualFold(got, want)
	case strings.HasPrefix(string(field), "dt_"):
		a, errA := time.Parse(time.RFC3339, got)
		b, errB := time.Parse(time.RFC3339, want)
		if errA == nil && errB == nil {
			return a.Equal(b)
		}
	}
	return got == Visible(want)
}

// Gettable is an object that returns its fields by their Terraform names.
type Gettable interface {
	Get(f Field) (value string, known bool)
}

// IDOf returns the ID of an object.
func IDOf[T Gettable](t T) string {
	id, _ := t.Get(FieldID)
	return id
}
