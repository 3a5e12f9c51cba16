using System.CommandLine;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Assistants;

namespace Portal.CommandLine;

/// <param name="File">Where it was written; null where it is the answer itself.</param>
internal sealed record AssistantFile(string AssistantId, string? File, AssistantExport? Export)
{
    public string Object => "assistant.export";
}

internal static class AssistantCommands
{
    const int MostBytes = 4 * 1024 * 1024;

    public static Command All(CommandRun run) => new("assistant", "Assistants as files") { Export(run), Import(run) };

    static Command Export(CommandRun run)
    {
        var id = new Argument<string>("ID") { Description = "The assistant's id: asst_…" };
        var file = new Option<FileInfo?>("--out") { Description = "The file to write; it must not exist yet. Without it, the JSON is the answer." };
        var command = new Command("export", "Write an assistant's newest version as JSON.") { id, file };
        run.Action(command, (services, parsed, cancellation) => Export(services, parsed.GetRequiredValue(id), parsed.GetValue(file)?.FullName, cancellation),
            done => done.Export is { } export ? Wire.Serialize(export) : $"{done.File} holds {done.AssistantId}.");
        return command;
    }

    static Command Import(CommandRun run)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "An exported assistant." };
        var project = new Option<string>("--project") { Description = "The id of the project that it goes into.", Required = true };
        var model = new Option<string?>("--model") { Description = "Instead of the file's model, where this portal's catalogue does not hold it." };
        var command = new Command("import", "Make an assistant of an exported file.") { file, project, model };
        run.Action(command, (services, parsed, cancellation) => Import(
            services, parsed.GetRequiredValue(file), parsed.GetRequiredValue(project), parsed.GetValue(model), cancellation),
            made => $"{made.Id}\t{made.Name}");
        return command;
    }

    static async Task<Result<AssistantFile>> Export(IServiceProvider services, string id, string? file, CancellationToken cancellation)
    {
        if (File.Exists(file)) return ApiError.Conflict($"{file} exists already. Give another name.", "file_exists");
        var export = await services.GetRequiredService<IAssistantTransferService>().Export(id, cancellation);
        if (!export.IsSuccess) return export.Error;
        if (file is null) return new AssistantFile(id, null, export.Value);
        try
        {
            await File.WriteAllTextAsync(file, Wire.Serialize(export.Value), cancellation);
            return new AssistantFile(id, file, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ApiError.Conflict($"{file} could not be written: {error.Message}", "not_written");
        }
    }

    static async Task<Result<Assistant>> Import(IServiceProvider services, FileInfo file, string project, string? model, CancellationToken cancellation)
    {
        if (!file.Exists) return ApiError.Conflict($"There is no file {file.FullName}.", "no_such_file");
        if (file.Length > MostBytes) return ApiError.Conflict($"{file.FullName} is larger than an exported assistant can be.", "file_too_large");
        var json = ContractReader.Parse(await File.ReadAllBytesAsync(file.FullName, cancellation));
        return json.IsSuccess ? await services.GetRequiredService<IAssistantTransferService>().Import(project, json.Value, model, cancellation) : json.Error;
    }
}
