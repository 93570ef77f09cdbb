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

// Pending are the arguments of an object that the create could not set, by
// name, with the value that was planned. An error would taint the object, and
// the next apply would destroy it. So the create succeeds with a warning, the
// state is as planned, and the next plan shows an update in place that sends
// what is pending: also with -refresh=false, and for arguments that the API does
// not return.
type Pending map[string]string

// PendingOf returns the arguments of a model, a pointer to a struct with tfsdk
// tags, that have a known value.
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

// ReadPending returns what is pending, nil for nothing.
func ReadPending(ctx context.Context, p PrivateReader, diags *diag.Diagnostics) Pending {
	if pending := ReadKey[Pending](ctx, p, keyPending, diags); pending != nil {
		return *pending
	}
	return nil
}

// Write stores what is pending.
func (p Pending) Write(ctx context.Context, w PrivateWriter, diags *diag.Diagnostics) {
	if len(p) == 0 {
		ClearKey(ctx, w, keyPending, diags)
		return
	}
	WriteKey(ctx, w, keyPending, p, diags)
}

// Wanted returns what the configuration still requests with the same value.
// Anything else would be an endless difference. A value that is unknown in a plan might
// turn out to be the same: the plan that the apply repeats must not differ more than
// this one.
func (p Pending) Wanted(config any) Pending {
	return p.filter(config, func(value, pending string) bool { return value == pending || value == attr.UnknownValueString })
}

// Unshown returns what Paperspace, read into model, does not show yet.
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

// Forget makes the pending arguments of a model null, so that they differ from
// what is planned.
func (p Pending) Forget(model any) {
	eachAttribute(model, func(name string, field reflect.Value, _ attr.Value) {
		if _, ok := p[name]; ok {
			field.SetZero() // of a framework value that is null
		}
	})
}

// EachAttribute calls do for every attribute of a model.
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
