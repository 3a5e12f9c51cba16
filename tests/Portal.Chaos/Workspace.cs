namespace Portal.Chaos;

/// <summary>A running portal with a priced model at a paced provider, a project, and an assistant on each of the provider and the responder.</summary>
sealed class Workspace : IAsyncDisposable
{
    public const string Model = "paced";

    Workspace(PortalProcess portal, PacedProvider provider) => (Portal, Provider) = (portal, provider);

    public PortalProcess Portal { get; }

    public PacedProvider Provider { get; }

    public PortalApi Api => Portal.Api;

    public required string ProjectId { get; init; }

    /// <summary>Answered by <see cref="Provider"/>.</summary>
    public required string PacedAssistant { get; init; }

    /// <summary>Answered by the built-in responder, with the function <c>look_up {"what"}</c>.</summary>
    public required string ToolAssistant { get; init; }

    public static async Task<Workspace> Start(CancellationToken cancellation, params (string Key, string Value)[] settings)
    {
        var provider = await PacedProvider.Start(cancellation);
        var portal = await PortalProcess.Start(cancellation, settings);
        var api = portal.Api;
        var providerId = (await api.Post("/v2/organization/providers", new { name = "Paced", kind = "openai", base_url = provider.Url, api_key = "sk-any" }, cancellation)).Expect(201).Id;
        var model = new
        {
            tier = "fast",
            targets = new[] { new { provider_id = providerId, model = "paced-1" } },
            context_window = 128_000,
            prices = new { input_per_1m = 2, output_per_1m = 8 },
        };
        var put = await api.Put($"/v2/organization/models/{Model}", model, cancellation);
        if (!put.IsSuccess) put.Expect(201);
        var project = (await api.Post("/v2/projects", new { name = "Chaos" }, cancellation)).Expect(201).Id;
        api.Project = project;
        var function = new
        {
            name = "look_up",
            description = "Looks something up",
            parameters = new { type = "object", properties = new { what = new { type = "string" } }, required = new[] { "what" } },
        };
        return new Workspace(portal, provider)
        {
            ProjectId = project,
            PacedAssistant = (await api.Post("/v2/assistants", new { name = "Paced", model = Model }, cancellation)).Expect(201).Id,
            ToolAssistant = (await api.Post("/v2/assistants", new { name = "Tools", model = "gpt-4-fast-2026", tools = new[] { new { type = "function", function } } }, cancellation)).Expect(201).Id,
        };
    }

    public async Task<string> NewThread(string assistant, CancellationToken cancellation) =>
        (await Api.Post("/v2/threads", new { assistant_id = assistant }, cancellation)).Expect(201).Id;

    /// <summary>Until no reply is being made, and none is queued but behind one that waits for a tool's output.</summary>
    public Task Settled(CancellationToken cancellation) => Until.True(
        () => Task.FromResult(PortalData.Count(Portal.DatabasePath, """
            SELECT COUNT(*) FROM runs r WHERE status = 'in_progress' OR (status = 'queued'
                AND NOT EXISTS (SELECT 1 FROM runs w WHERE w.thread_id = r.thread_id AND w.status = 'requires_action'))
            """) == 0),
        "every run ends", TimeSpan.FromSeconds(90), cancellation);

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
