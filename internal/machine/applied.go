package machine

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// An appliedRecord holds the last applied values of the arguments that can
// replace a machine, as text. It is nil if nothing was recorded, as after an
// import.
type appliedRecord map[paperspace.Field]string

func readApplied(ctx context.Context, p tfx.PrivateReader, diags *diag.Diagnostics) appliedRecord {
	if applied := tfx.ReadKey[appliedRecord](ctx, p, keyApplied, diags); applied != nil {
		return *applied
	}
	return nil
}

// appliedValues returns the record of a model that has been applied.
func appliedValues(m *model) appliedRecord {
	applied := appliedRecord{}
	for field, value := range fieldValues(m) {
		if tfx.Known(value) {
			applied[field] = value.String()
		}
	}
	return applied
}

// size returns the last applied size. It reports false if there is none.
func (a appliedRecord) size() (int64, bool) {
	gb, err := strconv.ParseInt(a[paperspace.FieldSize], 10, 64)
	return gb, err == nil
}

// withSize returns a copy of a that has the size of other.
func (a appliedRecord) withSize(other appliedRecord) appliedRecord {
	mixed := appliedRecord{}
	for field, value := range a {
		if field != paperspace.FieldSize {
			mixed[field] = value
		}
	}
	if size, recorded := other[paperspace.FieldSize]; recorded {
		mixed[paperspace.FieldSize] = size
	}
	return mixed
}

// lowered reports whether the planned size is smaller than the last applied one.
// Only then does a disk that is too large replace the machine, because a disk that
// has grown outside of Terraform looks the same in a plan. A different size is not
// enough: setting size to that of a grown disk has no diff, so it is not recorded.
func (a appliedRecord) lowered(plan *model) bool {
	last, recorded := a.size()
	return recorded && plan.Size.ValueInt64() < last
}

// shrinks reports whether the plan has a smaller size than the disk. A disk
// can grow and never shrink.
func shrinks(plan, state *model) bool {
	return tfx.Known(plan.Size) && tfx.Known(state.Size) && plan.Size.ValueInt64() < state.Size.ValueInt64()
}

// grown describes a disk that is larger than the configured size.
func (a appliedRecord) grown(plan, state *model) string {
	text := fmt.Sprintf("The disk of machine %q (%s) has %d GB, and a disk cannot shrink to %d GB.",
		state.Name.ValueString(), state.ID.ValueString(), state.Size.ValueInt64(), plan.Size.ValueInt64())
	switch last, recorded := a.size(); {
	case !recorded:
		return text
	case last < state.Size.ValueInt64():
		return text + fmt.Sprintf(" The last applied size is %d, so the disk was changed outside of Terraform.", last)
	default:
		return text + fmt.Sprintf(" The last applied size is %d.", last)
	}
}

// keepOrReplace returns the advice for a disk that is too large.
func keepOrReplace(state *model) string {
	return fmt.Sprintf("To keep the disk, set size = %d. To replace the machine with one that has a smaller disk, which deletes the disk and all of its snapshots, run:\n"+
		"  terraform apply -replace='<address of the resource>'", state.Size.ValueInt64())
}

// warnOfSize warns that the apply of a size below that of the disk will fail.
// It is not an error, because Terraform also plans before it destroys.
func (a appliedRecord) warnOfSize(plan, state *model, diags *diag.Diagnostics) {
	if shrinks(plan, state) {
		diags.AddAttributeWarning(path.Root("size"), fmt.Sprintf("Disk of machine %q cannot shrink", state.Name.ValueString()),
			a.grown(plan, state)+" Applying this plan makes all other changes of the machine and then fails, unless this plan replaces the machine.\n\n"+keepOrReplace(state))
	}
}

// sizeError adds the error of an apply that has made all changes except that of
// the size.
func (a appliedRecord) sizeError(plan, state *model, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("size"), fmt.Sprintf("Failed to change the disk size of machine %q (%s)", state.Name.ValueString(), state.ID.ValueString()),
		a.grown(plan, state)+" All other changes of the machine were made, and nothing was destroyed.\n\n"+keepOrReplace(state))
}

// keepSize sets the size in result, the plan after its apply, to that of the
// disk, which has not shrunk.
func keepSize(result, state *model, got *paperspace.Machine) {
	result.Size = state.Size
	if got != nil {
		result.Size = tfx.NewWhole(got.GrownFromGB(state.Size.ValueInt64()))
	}
}
