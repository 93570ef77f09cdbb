package script

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// readRest reads what a show of the script does not return reliably: its text, and whether its machine still has it.
func readRest(ctx context.Context, f *tfx.Found[resourceModel, paperspace.Script]) error {
	s, c := f.Object, f.Client
	// A difference in an argument that cannot be changed is useless to the user. A description without text stays
	// null or "".
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
	// No source documents whether a script shows its machine before that machine has booted. The machine also names
	// its script. The script is detached only if the machine names another script or none. A machine that no longer
	// exists does not change the script.
	found, err := c.BulkReader.Read(ctx, f.Before.MachineID.ValueString())
	if err != nil {
		return fmt.Errorf("the provider could not read whether script %s is still attached: %w", s.ID, err)
	}
	if !found.Found || found.Object.BeingDestroyed() || found.Object.ScriptID == s.ID {
		f.State.MachineID = f.Before.MachineID
	}
	return nil
}
