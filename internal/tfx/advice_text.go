package tfx

import (
	"fmt"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// textOf returns the sentences for a reason. There is a case for every type of reason.
func textOf(r paperspace.Reason) string {
	switch r := r.(type) {
	// What a failure has changed.
	case paperspace.NothingSent:
		return "Nothing was sent."
	case paperspace.NothingCreated:
		return "Nothing was created."
	case paperspace.NothingDestroyed:
		return "Nothing was destroyed."
	case paperspace.NoneCreated:
		return fmt.Sprintf("No %s was created.", r.Noun)
	case paperspace.MightExist:
		return mightExist(r)
	case paperspace.OneOfSeveral:
		return fmt.Sprintf("Each of them is a new %s, and might belong to another run or to another person. Find out whose they are in the Paperspace console. "+
			"If one is yours, adopt it with terraform import.", r.Object)

	// Creates.
	case paperspace.CreateRejected:
		return "Correct what the response names, then apply again. If Paperspace has no capacity, apply again later, choose another machine type or region, or set wait_for_capacity = true."
	case paperspace.KeyNotAllowed:
		return "Other requests with this API key succeeded. If the response is about a limit of the team, delete what is no longer needed, " +
			"or contact Paperspace support. Otherwise, the user of the API key is not allowed to do this."
	case paperspace.UserExists:
		return fmt.Sprintf("The user %s exists as %s: to go on with that user, set user_id = %q instead of email, password, first_name and last_name.", r.Email, r.ID, r.ID)
	case paperspace.ScriptNameTaken:
		return fmt.Sprintf("A script named %q exists as %s, and Paperspace declares script names unique: choose another name, or import that script. "+
			"With create_before_destroy the name has to change with the text, for instance by a hash in it.", r.Name, r.ID)
	case paperspace.NoPrivateNetworks:
		return "Choose one of these regions: " + strings.Join(r.Regions, ", ") + "."
	case paperspace.CapacityWaitInterrupted:
		return "Apply again."
	case paperspace.NoCapacityForCreate:
		return "Apply again later, raise the create timeout, or choose another machine type or region."
	case paperspace.Withdrawn:
		return "Apply again later, or choose another machine type or region. If Paperspace lists no machines of yours at all, check the endpoint and the API key first."

	// Changes.
	case paperspace.TypeOfOtherGroup:
		return fmt.Sprintf("Choose a machine type of the same group as %s. To switch to %s, replace the machine with terraform apply -replace='<address of the resource>', which deletes its disk.", r.From, r.To)
	case paperspace.DiskLarger:
		return fmt.Sprintf("To keep the disk, set size = %d.", r.HasGB)
	case paperspace.NoCapacity:
		return "Apply again later, or choose another machine type. To wait until capacity is available, before the machine is stopped, set wait_for_capacity = true."
	case paperspace.CheckCanBeSkipped:
		return "To send the change anyway, set preflight_checks = false in the provider block."
	case paperspace.NoCapacityForChange:
		return "Apply again later, raise update in the timeouts block, or choose another machine type."
	case paperspace.ValueNotShown:
		return "Paperspace might not support this value. Set the argument to what it shows, or leave it out."
	case paperspace.ScriptNotShown:
		return "Plan again to see what it shows."
	case paperspace.ShutdownMightBeOff:
		return "The automatic shutdown was switched off to change it, and might be off now. Apply again to switch it on."
	case paperspace.NetworkNotPossible:
		return "A machine can be moved into a private network of its region, and not into the team's default network, " +
			"neither from a private network nor by its ID. Check network_id, or remove it to keep the machine in its network."
	case paperspace.TwoAddresses:
		return "Ask for one of the two."
	case paperspace.AddressHeld:
		return fmt.Sprintf("Machine %s has the public IP address %s. If this configuration takes it away, run terraform apply again. "+
			"Otherwise, take it from the machine first: remove machine_id from its paperspace_public_ip, or assign_public_ip from the machine.", r.MachineID, r.Address)

	// Power states.
	case paperspace.IsOff:
		return "Start it instead, with the action paperspace_machine_start."
	case paperspace.MustBeOff:
		return HowToStop
	case paperspace.StoppedForDestroy:
		if r.Off {
			return "The machine was stopped for the destroy and is off, because starting it again failed. Start it in the Paperspace console if you need it."
		}
		return "The machine was stopped for the destroy and is running again."
	case paperspace.StoppedAndOff:
		return fmt.Sprintf("Machine %s was stopped for this and is off, because starting it again failed: %s.", r.Machine, strings.TrimSuffix(r.Why, "."))
	case paperspace.HasToBeStarted:
		return "Start the machine with the action paperspace_machine_start, with desired_state = \"ready\", or in the Paperspace console."
	case paperspace.RestartUnknown:
		return "The machine might be restarting. Check it before you invoke the action again."
	case paperspace.RestartNotRepeated:
		return "The request was not retried, because a second request would cause another restart. " +
			"Invoke the action again if the machine still has to be restarted."
	case paperspace.SnapshotRestoreNotRepeated:
		return "The request was not sent again, because a second restore deletes what the machine has written since the first. " +
			"Check the events and the disk of the machine before you run the action again."

	// Objects that are gone, or should be.
	case paperspace.GoingAway:
		return "Run terraform plan: it removes the machine from the state and plans to create a new one."
	case paperspace.DeletedMeanwhile:
		return "It was deleted outside of Terraform. Run terraform plan to see the current state."
	case paperspace.DestroyFailed:
		return "The machine exists and is billed. Run the same command again. If it fails again, contact Paperspace support."
	case paperspace.GoneUnconfirmed:
		return fmt.Sprintf("The %s is kept in the state.", r.Noun)
	case paperspace.ConfirmationFailed:
		return "Check the endpoint and the API key, then plan again."
	case paperspace.ConfirmationTakes:
		return fmt.Sprintf("The confirmation takes at least %.0f seconds. "+
			"If the timeouts block of the resource allows less, increase its timeout.", r.Least.Seconds())
	case paperspace.MachinesInNetwork:
		return fmt.Sprintf("These machines are in the network: %s. A machine leaves a private network only for another private one. "+
			"Set network_id of each machine to another private network, or destroy or replace the machine, and apply that first. "+
			"In the configuration, use network_id = paperspace_network.<name>.id, so that Terraform destroys the machines first.", few(r.Machines))
	case paperspace.DrivesInNetwork:
		return fmt.Sprintf("These shared drives are in the network: %s. A drive stays in its network. "+
			"If its data is no longer needed, destroy it first: as a paperspace_shared_drive of this configuration, or in the Paperspace console.", few(r.Drives))
	case paperspace.AddressNotReleased:
		return "The address was not released, and nothing was destroyed. Try again, or set release_public_ip_on_destroy = false."

	// Requests and servers.
	case paperspace.Redirected:
		return "Set the endpoint to the address of the API, and check any proxy in between."
	case paperspace.NotTheAPI:
		return "Check the endpoint, and any proxy in between."
	case paperspace.HandshakeFailed:
		return "Check the endpoint, this system's certificates, that the server supports TLS 1.2 or later, and whether the connection uses a proxy."
	case paperspace.TooLittleTime:
		return "The request was not sent. Raise the timeout of the operation above request_timeout."
	case paperspace.PauseTooLong:
		return "Try again later, or allow the operation more time."
	case paperspace.TimeOver:
		return "Try again later, or increase the timeout of the operation."
	case paperspace.OtherVersion:
		return fmt.Sprintf("Set api_version = %q in the provider block to use it.", r.Name)
	case paperspace.CoreRetired:
		return fmt.Sprintf("Paperspace retired the CORE API (%s) on 15 July 2024. API v1 is its successor: "+
			"set api_version = %q in the provider block. To use another server of the CORE API, set endpoint.", r.Endpoint, r.Other)
	case paperspace.NoNetworkCreate:
		return "This server does not offer the call that creates private networks (POST /networks). " +
			"The CORE API has an older one, whose path contains an internal team number that no call returns, so the provider does not send it. " +
			"Create the network in the Paperspace console, and look it up with the data source paperspace_network."
	case paperspace.EmptyID:
		return "This is a bug in the provider. Report it at https://github.com/paperspace-community/terraform-provider-paperspace/issues."
	}
	return ""
}

func mightExist(r paperspace.MightExist) string {
	billed, warned := "", ""
	if r.Billed {
		billed = " and be billed"
	}
	if r.Warned {
		warned = " The next plan reports it, too, unless preflight_checks is off."
	}
	return fmt.Sprintf("A %s might exist%s. Look for it in the Paperspace console before you apply again. "+
		"If it exists, adopt it with terraform import.%s", r.Object, billed, warned)
}

// few joins at most ten names, and adds how many more there are.
func few(names []string) string {
	const most = 10
	if more := len(names) - most; more > 0 {
		names = append(names[:most:most], fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}
