package tfx

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// fillUnknown takes from another model of the same type what is unknown in m. What is
// unknown in both becomes null.
func fillUnknown(m, other any) {
	theirs := map[string]reflect.Value{}
	eachAttribute(other, func(name string, field reflect.Value, _ attr.Value) { theirs[name] = field })
	eachAttribute(m, func(name string, field reflect.Value, v attr.Value) {
		if !v.IsUnknown() {
			return
		}
		field.Set(theirs[name])
		if filled, ok := field.Interface().(attr.Value); ok && filled.IsUnknown() {
			field.SetZero() // of a framework value that is null
		}
	})
}

// onlyID reports whether a model holds nothing but an ID, as after an import.
func onlyID(m any) bool {
	only := true
	eachAttribute(m, func(name string, _ reflect.Value, v attr.Value) {
		only = only && (name == "id" || name == "timeouts" || v.IsNull())
	})
	return only
}

// references returns the arguments of a model that name other objects.
func references(m any) []Reference {
	all := map[string]types.String{}
	eachAttribute(m, func(name string, _ reflect.Value, v attr.Value) {
		if text, ok := v.(types.String); ok && strings.HasSuffix(name, "_id") {
			all[name] = text
		}
	})
	return References(all)
}

func idOf[T paperspace.Gettable](t T) string {
	id, _ := t.Get(paperspace.FieldID)
	return id
}

// titled returns a new object as it appears within a sentence. Some have no name.
func titled(noun, name string) string {
	if name == "" {
		return noun
	}
	return fmt.Sprintf("%s %q", noun, name)
}
