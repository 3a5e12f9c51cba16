using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Portal.Client.Api;
using Portal.Client.Models;
using Portal.Client.Projects;
using Portal.Client.Shared;

namespace Portal.Client.Import;

public sealed partial class ImportPage(IImportService service, IProjectsService projects, IModelsService models) : PageBase
{
    const long MostBytes = 32 * 1024 * 1024;
    static readonly ApiError OnlyManagers = ApiError.Forbidden("Importing is the work of those who manage the project. Ask one of them.");

    readonly FormErrors errors = new();
    ImportInput? export;
    ImportReport? report;
    ApiError? error;
    string? unreadable;
    string? model;
    bool busy;

    [Parameter]
    public string Id { get; set; } = "";

    [PersistentState]
    public Project? Project { get; set; }

    [PersistentState]
    public ListPage<Model>? Models { get; set; }

    bool Blocked => report?.Notes.Any(note => note.Kind is ImportNoteKind.Blocking) == true;

    bool Nothing => report is { Assistants.Imported: 0, Threads.Imported: 0 };

    protected override async Task OnInitializedAsync()
    {
        if (Project?.Id != Id || Models is null) await Load();
    }

    async Task Load()
    {
        var answer = await projects.Get(Id, Closing);
        (Project, error) = (answer.Value, answer.Error);
        if (error is null) Models = (await models.List(Closing)).Value;
    }

    async Task Read(InputFileChangeEventArgs chosen)
    {
        (export, report, unreadable) = (null, null, null);
        errors.Clear();
        if (chosen.File.Size > MostBytes)
        {
            unreadable = "The file has more than 32 MiB. Split it: what was imported once is recognized.";
            return;
        }

        try
        {
            await using var stream = chosen.File.OpenReadStream(MostBytes, Closing);
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: Closing);
            export = Take(document.RootElement);
            unreadable = export is null ? "This is no export: it has neither assistants nor threads." : null;
        }
        catch (JsonException)
        {
            unreadable = "This file is not JSON.";
        }
    }

    static ImportInput? Take(JsonElement root)
    {
        var input = new ImportInput { Assistants = Part(root, "assistants"), Threads = Part(root, "threads"), Messages = Part(root, "messages") };
        return input.Assistants is null && input.Threads is null ? null : input;
    }

    static JsonElement? Part(JsonElement root, string name) =>
        root.ValueKind is JsonValueKind.Object && root.TryGetProperty(name, out var part) ? part.Clone() : null;

    void Choose(string? chosen)
    {
        model = string.IsNullOrEmpty(chosen) ? null : chosen;
        report = null;
    }

    async Task Run(bool dryRun)
    {
        if (export is null) return;
        errors.Clear();
        busy = true;
        var answer = await service.Import(Id, export with { DryRun = dryRun, Model = model }, Closing);
        busy = false;
        report = answer.Value;
        if (!answer.IsSuccess) errors.Show(answer.Error);
    }
}
