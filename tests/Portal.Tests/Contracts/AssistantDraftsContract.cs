using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Projects;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class AssistantDraftsContract(PortalHost host, Side side) : Contract<IAssistantDraftsService>(host, side)
{
    protected const string Model = "gpt-4-fast-2026";

    [Fact]
    public async Task Preview_ComposesTheDraft_AndCountsItsTokens()
    {
        var preview = Ok(await Service.Preview(await AddProject(), new AssistantPreviewInput
        {
            Assistant = new AssistantInput
            {
                Name = "Returns",
                Model = Model,
                Persona = new Persona { Tone = "warm" },
                Instructions = "We are {{shop}}. {{nobody}} knows.",
                Variables = [new AssistantVariable { Name = "shop", Default = "Northwind" }],
            },
        }, Cancellation));

        Assert.Equal("You are Returns.\nTone: warm\n\nWe are Northwind. {{nobody}} knows.", preview.System);
        Assert.Equal(["nobody"], preview.Unknown);
        Assert.Equal(128_000, preview.ContextWindow);
        Assert.Equal(new PromptValue("shop", "Northwind", PromptValueSource.Default), Assert.Single(preview.Variables));
        Assert.True(preview.SystemTokens > 10);
        Assert.Equal(0, preview.ToolTokens);
        Assert.Equal(preview.SystemTokens + 6, preview.InputTokens);
    }

    protected async Task<string> AddProject() => Ok(await Another<IProjectsService>().Create(new ProjectInput { Name = "Drafts" }, Cancellation)).Id;
}

public sealed class AssistantDraftsOnServer(PortalHost host) : AssistantDraftsContract(host, Side.Server);

public sealed class AssistantDraftsInBrowser(PortalHost host) : AssistantDraftsContract(host, Side.Browser)
{
    /// <summary>Prerendering tries nothing: who is there has no live session yet.</summary>
    [Fact]
    public async Task Try_StreamsTheReply_AndEndsWithItWhole()
    {
        var input = new AssistantTryInput
        {
            Assistant = new AssistantInput { Name = "Draft", Model = Model },
            Messages = [new TryMessage { Role = MessageRole.User, Content = "Hello" }],
        };

        var events = new List<RunEvent>();
        await foreach (var happened in Ok(await Service.Try(await AddProject(), input, Cancellation))) events.Add(happened);

        Assert.Equal(RunEventTypes.MessageCreated, events[0].Type);
        Assert.Equal(RunEventTypes.MessageCompleted, events[^1].Type);
        Assert.Equal(events[^1].Message!.Content!.PlainText, string.Concat(events.Where(one => one.Type == RunEventTypes.MessageDelta).Select(one => one.Delta)));
        Assert.True(events[^1].Message!.Usage!.TotalTokens > 0);
        Refused(await Service.Try("proj_unknown", input, Cancellation), 404, "not_found", "OpenAI-Project");
    }
}
