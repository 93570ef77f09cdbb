package tfx

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Common contains the attributes that every managed object has. Embed it in the model.
type Common struct {
	ID       types.String   `tfsdk:"id"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// NewCommon returns the attributes of an object with this ID and without timeouts.
func NewCommon(id string) Common {
	none := map[string]attr.Type{}
	for _, name := range []string{"create", "read", "update", "delete"} {
		none[name] = types.StringType
	}
	return Common{ID: types.StringValue(id), Timeouts: timeouts.Value{Object: types.ObjectNull(none)}}
}

func (c *Common) setID(id string) { *c = NewCommon(id) }
func (c *Common) getID() string   { return c.ID.ValueString() }
func (c *Common) limits() limits {
	return limits{c.Timeouts, CreateTimeout, ReadTimeout, UpdateTimeout, DeleteTimeout}
}

// Brief is [Common] for a kind whose operations wait only for responses. It has no
// timeouts block, so the kind needs its own Schema.
type Brief struct {
	ID types.String `tfsdk:"id"`
}

func (b *Brief) setID(id string) { b.ID = types.StringValue(id) }
func (b *Brief) getID() string   { return b.ID.ValueString() }
func (b *Brief) limits() limits {
	return limits{create: briefTimeout, read: ReadTimeout, update: briefTimeout, delete: briefTimeout / 2}
}

// limits are the time limits of the operations on an object: those in its timeouts block,
// and the defaults for operations that the block does not set.
type limits struct {
	timeouts.Value
	create, read, update, delete time.Duration
}

// get decodes a model and hides its secrets.
func (r *Managed[M, P, T, In]) get(ctx context.Context, from decoder, into P, diags *diag.Diagnostics) {
	diags.Append(from.Get(ctx, into)...)
	if r.Hide != nil {
		r.Hide(ctx, into)
	}
}

// A decoder is a configuration, a plan, or a state.
type decoder interface {
	Get(ctx context.Context, into any) diag.Diagnostics
}

// fillUnknown sets each unknown attribute of m to that of other, which has the same type.
// An attribute that is unknown in both becomes null.
func fillUnknown(m, other any) {
	theirs := map[string]reflect.Value{}
	eachAttribute(other, func(name string, field reflect.Value, _ attr.Value) { theirs[name] = field })
	eachAttribute(m, func(name string, field reflect.Value, v attr.Value) {
		if !v.IsUnknown() {
			return
		}
		field.Set(theirs[name])
		if filled, ok := field.Interface().(attr.Value); ok && filled.IsUnknown() {
			field.SetZero() // the zero value is null
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

// titled returns a new object as it appears within a sentence. Some objects have no name.
func titled(noun, name string) string {
	if name == "" {
		return noun
	}
	return fmt.Sprintf("%s %q", noun, name)
}
