package tfx

import (
	"context"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// keyPending is the key of the private state that holds a [Pending].
const keyPending = "pending"

// Pending maps the arguments that a create could not set to their planned values. An
// error would taint the object, and the next apply would replace it. The create therefore
// succeeds with a warning and stores the planned state. The next plan shows an update in
// place that sends the pending arguments, even with -refresh=false and for arguments that
// the API does not return.
type Pending map[string]string

// PendingOf returns the named arguments that have a known value. The model is a pointer
// to a struct with tfsdk tags.
func PendingOf(model any, names ...string) Pending {
	p := Pending{}
	eachAttribute(model, func(name string, _ reflect.Value, v attr.Value) {
		for _, n := range names {
			if n == name && Known(v) {
				p[name] = v.String()
			}
		}
	})
	return p
}

// ReadPending returns the pending arguments, or nil if there are none.
func ReadPending(ctx context.Context, p PrivateReader, diags *diag.Diagnostics) Pending {
	if pending := ReadKey[Pending](ctx, p, keyPending, diags); pending != nil {
		return *pending
	}
	return nil
}

// Write stores the pending arguments.
func (p Pending) Write(ctx context.Context, w PrivateWriter, diags *diag.Diagnostics) {
	if len(p) == 0 {
		ClearKey(ctx, w, keyPending, diags)
		return
	}
	WriteKey(ctx, w, keyPending, p, diags)
}

// Wanted returns the arguments for which the configuration still has the same value. Any
// others would never stop differing. It also returns those that are unknown in the plan:
// they might turn out to be the same, and the plan that Terraform repeats in the apply
// must not contain a change that this one lacks.
func (p Pending) Wanted(config any) Pending {
	return p.filter(config, func(value, pending string) bool { return value == pending || value == attr.UnknownValueString })
}

// Unshown returns the arguments that Paperspace does not show yet. The model contains
// what was read.
func (p Pending) Unshown(model any) Pending {
	return p.filter(model, func(value, pending string) bool { return !strings.EqualFold(value, pending) })
}

func (p Pending) filter(model any, keep func(value, pending string) bool) Pending {
	if len(p) == 0 {
		return nil
	}
	rest := Pending{}
	eachAttribute(model, func(name string, _ reflect.Value, v attr.Value) {
		if pending, ok := p[name]; ok && keep(v.String(), pending) {
			rest[name] = pending
		}
	})
	return rest
}

// Forget sets the pending arguments of a model to null, so that they differ from the
// plan.
func (p Pending) Forget(model any) {
	eachAttribute(model, func(name string, field reflect.Value, _ attr.Value) {
		if _, ok := p[name]; ok {
			field.SetZero() // the zero value is null
		}
	})
}

// EachAttribute calls do for every attribute of a model, which is a pointer to a struct.
func EachAttribute(model any, do func(name string, v attr.Value)) {
	eachAttribute(model, func(name string, _ reflect.Value, v attr.Value) { do(name, v) })
}

func eachAttribute(model any, do func(name string, field reflect.Value, v attr.Value)) {
	m := reflect.ValueOf(model).Elem()
	for i := range m.NumField() {
		if m.Type().Field(i).Anonymous {
			eachAttribute(m.Field(i).Addr().Interface(), do)
			continue
		}
		if v, ok := m.Field(i).Interface().(attr.Value); ok {
			do(m.Type().Field(i).Tag.Get("tfsdk"), m.Field(i), v)
		}
	}
}
