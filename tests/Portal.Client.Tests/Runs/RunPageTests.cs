using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Layout;
using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Runs;

public sealed class RunPageTests : BunitContext, IRunsService
{
    Result<Run> answer = new Run("run_1", "proj_1", "thread_1", "asst_1", 3, MessageStatus.Completed, [], null, null, 1_700_000_000, 1_700_000_003);

    public RunPageTests()
    {
        Services.AddPages();
        Services.AddSingleton<IRunsService>(this);
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("WebAssembly", isInteractive: true));
    }

    [Fact]
    public void Steps_ShowTheirTimingUpstreamInputAndError()
    {
        var failed = new RunStep(RunStepType.ModelCall, 1_700_000_000, 1500, null, null, null, null, null,
            new("provider_error", "The provider answered 500 three times."), new("OpenAI", "gpt-5", 3, "req_upstream", 42));
        var tool = new RunStep(RunStepType.ToolCall, 1_700_000_001, 300, JsonElement.Parse("""{"city":"Oslo"}"""), null, null, null, null, null, null);
        answer = answer.Value! with { Steps = [failed, tool] };

        var steps = Draw().FindAll("article");

        Assert.Equal(2, steps.Count);
        Assert.Contains("1. Model call", steps[0].TextContent);
        Assert.Contains("1.5 s", steps[0].TextContent);
        Assert.Contains("OpenAI · gpt-5 · 3 attempts", steps[0].TextContent);
        Assert.Contains("The provider answered 500 three times.", steps[0].QuerySelector("[role=alert]")!.TextContent);
        Assert.Equal("{\n  \"city\": \"Oslo\"\n}", steps[1].QuerySelector("pre")!.TextContent);
    }

    [Fact]
    public void NoStepsYet_SaysWhatWillBeHere() => Assert.Contains("No steps yet", Draw().Markup);

    [Fact]
    public void UnknownRun_ShowsTheError()
    {
        answer = ApiError.NotFound("run", "run_1");

        Assert.Contains("No run with the id 'run_1'", Draw().Find("[role=alert]").TextContent);
    }

    public Task<Result<Run>> Get(string id, CancellationToken cancellation) => Task.FromResult(answer);

    IRenderedComponent<RunPage> Draw() => Render<RunPage>(page => page.Add(it => it.Id, "run_1"));
}
