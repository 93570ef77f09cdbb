package script

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// readRest reads what a show of the script does not tell, or not for sure: its
// text, and whether its machine still has it.
func readRest(ctx context.Context, f *tfx.Found[resourceModel, paperspace.Script]) error {
	s, c := f.Object, f.Client
	// What cannot be changed could only be complained about. A description without a text
	// is null or "", as it was.
	if _, lacks := c.Traits.ScriptLacks[fieldDescription]; !lacks && s.Description != paperspace.Visible(f.State.Description.ValueString()) {
		f.State.Description = tfx.StringOrNull(s.Description)
	}
	if f.Private != nil && s.MachineIDs != nil {
		tfx.WriteKey(ctx, f.Private, keyMachines, s.MachineIDs, f.Diagnostics)
	}
	if c.ScriptTexts != nil {
		text, err := c.ScriptTexts.Text(ctx, s.ID)
		switch {
		case err == nil:
			f.State.Text = types.StringValue(text)
			tfx.HideText(ctx, f.State.Text)
		case !errors.Is(err, paperspace.ErrNotFound) || f.State.Text.IsNull():
			return err
		}
	}
	if f.State.MachineID.Equal(f.Before.MachineID) {
		return nil
	}
	// No source says whether a script shows its machine before that has booted.
	// The machine names its script, too: only if it names another one is the
	// script detached. A machine that is gone is not the script's affair.
	found, err := c.BulkReader.Read(ctx, f.Before.MachineID.ValueString())
	if err != nil {
		return fmt.Errorf("whether script %s is still attached could not be read: %w", s.ID, err)
	}
	if !found.Found || found.Object.BeingDestroyed() || found.Object.ScriptID == s.ID {
		f.State.MachineID = f.Before.MachineID
	}
	return nil
}
