using System.Text.Json;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Models;
using Portal.Client.Runs;

namespace Portal.Client.Tests.Assistants;

sealed class FakeAssistants : IAssistantsService, IAssistantVersionsService, IAssistantDraftsService, IAssistantTransferService, IModelsService
{
    public Assistant Stored { get; set; } = new(
        "asst_1", "proj_1", "Returns", null, new Persona { Tone = "Warm" }, "Answer.", [], "gpt-4-fast-2026", [], new AssistantMemory(), new AssistantSafety(),
        new AssistantPrivacy(), false, new Dictionary<string, string>(), [], 3, false, 1_795_000_000, 1_795_000_000);

    public ApiError? Failure { get; set; }

    public List<(string? Project, AssistantInput Input)> Saved { get; } = [];

    public Task<Result<ListPage<Assistant>>> List(string? projectId, string? words, ListQuery query, CancellationToken cancellation) =>
        Answer(new ListPage<Assistant>([Stored], null, null, false));

    public Task<Result<Assistant>> Get(string id, CancellationToken cancellation) => Answer(Stored with { Id = id });

    public Task<Result<Assistant>> Create(string projectId, AssistantInput input, CancellationToken cancellation)
    {
        Saved.Add((projectId, input));
        return Answer(Stored with { Id = "asst_2", Name = input.Name });
    }

    /// <summary>The version over which each save was made.</summary>
    public List<int?> SavedOver { get; } = [];

    public AssistantComparison Comparison { get; set; } = new([]);

    public List<AssistantPreviewInput> Previewed { get; } = [];

    public List<AssistantTryInput> Tried { get; } = [];

    public List<RunEvent> TryEvents { get; } = [];

    public Task<Result<Assistant>> Update(string id, AssistantInput input, int? ifVersion, CancellationToken cancellation)
    {
        SavedOver.Add(ifVersion);
        if (ifVersion is { } read && read != Stored.Version) return Task.FromResult<Result<Assistant>>(new ApiError(412, "Changed meanwhile.", "precondition_failed"));
        Saved.Add((null, input));
        return Answer(Stored with { Name = input.Name, Instructions = input.Instructions, Version = Stored.Version + 1 });
    }

    public Task<Result<Assistant>> Pause(string id, bool paused, CancellationToken cancellation)
    {
        if (Failure is null) Stored = Stored with { Paused = paused, Version = Stored.Version + 1 };
        return Answer(Stored);
    }

    public Task<Result<Deleted>> Archive(string id, CancellationToken cancellation) => Answer(new Deleted(id, "assistant.deleted"));

    public Task<Result<Assistant>> Restore(string id, CancellationToken cancellation) => Answer(Stored = Stored with { Archived = false });

    Task<Result<ListPage<AssistantVersion>>> IAssistantVersionsService.List(string id, ListQuery query, CancellationToken cancellation) =>
        Answer(new ListPage<AssistantVersion>([Version(Stored.Version, Stored.Name, null, 2), Version(2, "Refunds", "Softer words", 0)], null, null, false));

    Task<Result<AssistantVersion>> IAssistantVersionsService.Get(string id, int version, CancellationToken cancellation) => Answer(Version(version, "Returns", null, 2));

    public Task<Result<AssistantComparison>> Compare(string id, int from, int to, CancellationToken cancellation) => Answer(Comparison);

    public Task<Result<AssistantComparison>> Compare(string projectId, ComparisonInput input, CancellationToken cancellation) => Answer(Comparison);

    Task<Result<Assistant>> IAssistantVersionsService.Restore(string id, int version, VersionRestoreInput input, CancellationToken cancellation) =>
        Answer(Stored = Stored with { Name = "Refunds", Version = Stored.Version + 1 });

    public Task<Result<ListPage<VersionThread>>> ListThreads(string id, int version, ListQuery query, CancellationToken cancellation) =>
        Answer(new ListPage<VersionThread>([new VersionThread("thread_1", "Order 1", 3, 1_795_000_000)], null, null, false));

    public Task<Result<AssistantPreview>> Preview(string projectId, AssistantPreviewInput input, CancellationToken cancellation)
    {
        Previewed.Add(input);
        return Answer(new AssistantPreview($"System: {input.Assistant.Instructions}", 12, 0, 18, 128_000, [], []));
    }

    public Task<Result<IAsyncEnumerable<RunEvent>>> Try(string projectId, AssistantTryInput input, CancellationToken cancellation)
    {
        Tried.Add(input);
        return Task.FromResult(Failure is { } error ? error : Result.Of(TryEvents.ToAsyncEnumerable()));
    }

    public Task<Result<AssistantExport>> Export(string id, CancellationToken cancellation) => Answer(AssistantExport.Of(Stored.ToInput()));

    public Task<Result<Assistant>> Import(string projectId, JsonElement file, string? model, CancellationToken cancellation) => Answer(Stored with { Id = "asst_3" });

    public Task<Result<Assistant>> Copy(string id, AssistantCopyInput input, CancellationToken cancellation) => Answer(Stored with { Id = "asst_4" });

    static AssistantVersion Version(int number, string name, string? note, int threads) => new(
        "asst_1", number, new AssistantInput { Name = name, Model = "gpt-4-fast-2026" }, "user_1", "Ada", note, threads, 1_794_000_000 + number);

    Task<Result<ListPage<Model>>> IModelsService.List(CancellationToken cancellation) => Answer(new ListPage<Model>(
        [
            new("gpt-4-reasoner-2026", ModelTier.Reasoner, 128_000, ["text"], "Built-in responder", true, 0),
            new("gpt-4-fast-2026", ModelTier.Fast, 128_000, ["text"], "Built-in responder", true, 0),
            new("local/llama", ModelTier.Tiny, 8_000, ["text"], "Ollama", false, 0),
        ],
        null, null, false));

    public Task<Result<ListPage<CatalogueModel>>> ListCatalogue(ListQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    Task<Result<CatalogueModel>> IModelsService.Get(string name, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<CatalogueModel>> Put(string name, CatalogueModelInput input, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<Deleted>> Delete(string name, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<ListPage<ModelPrices>>> ListPrices(string name, CancellationToken cancellation) => throw new NotSupportedException();

    Task<Result<Deleted>> IModelsService.DeletePrice(string name, long effectiveFrom, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<ListPage<ModelUser>>> ListUsers(string name, CancellationToken cancellation) => throw new NotSupportedException();

    Task<Result<T>> Answer<T>(T value) => Task.FromResult<Result<T>>(Failure is { } error ? error : value);
}
