using System.CommandLine;
using Portal.Api;
using Portal.Client.Keys;
using Portal.Keys;

namespace Portal.CommandLine;

internal static class KeyCommands
{
    public static Command All(CommandRun run) => new("key", "Keys that programs call with") { Create(run), Revoke(run) };

    static Command Create(CommandRun run)
    {
        var project = new Option<string?>("--project") { Description = "The id of the project that the key is for." };
        var organization = new Option<bool>("--organization") { Description = "Make a key of the organization instead: it reaches every project." };
        var name = new Option<string>("--name") { Description = "What the key is for.", Required = true };
        var scopes = new Option<string[]>("--scopes") { Description = "What it may do: read, chat, manage. Default: all.", AllowMultipleArgumentsPerToken = true };
        scopes.AcceptOnlyFromAmong([.. Enum.GetValues<KeyScope>().Select(Wire.Word)]);
        var command = new Command("create", "Make a key and show its secret, this once.") { project, organization, name, scopes };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(project) is null == !parsed.GetValue(organization)) parsed.AddError("Give either --project or --organization.");
        });
        run.Action(command, async (services, parsed, cancellation) =>
        {
            var body = new
            {
                Name = parsed.GetRequiredValue(name),
                Scopes = parsed.GetValue(scopes) is { Length: > 0 } given ? given.Distinct().ToArray() : [.. Enum.GetValues<KeyScope>().Select(Wire.Word)],
            };
            // The same rules as for a request's body.
            var input = ContractReader.Read<ApiKeyInput>(System.Text.Json.JsonSerializer.SerializeToElement(body, Wire.Json));
            return input.IsSuccess ? await services.GetRequiredService<IKeysService>().Create(parsed.GetValue(project), input.Value, cancellation) : input.Error;
        }, key => $"{key.Key}\n{key.Id}: {key.Name} ({string.Join(", ", key.Scopes.Select(Wire.Word))}). The secret is shown only now.");
        return command;
    }

    static Command Revoke(CommandRun run)
    {
        var id = new Argument<string>("ID") { Description = "The key's id: key_…" };
        var command = new Command("revoke", "Revoke a key at once; what it has open ends within two seconds.") { id };
        run.Action(command, (services, parsed, cancellation) => services.GetRequiredService<KeysService>().RevokeAnywhere(parsed.GetRequiredValue(id), cancellation),
            deleted => $"{deleted.Id} is revoked.");
        return command;
    }
}
