using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Runs;
using Portal.Client.Tests.Handling;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class InspectTests : TeamTest, IRunsService
{
    Result<Run> run = new Run("run_1", "proj_1", "thread_1", "asst_1", 3, MessageStatus.Completed,
        [
            new(RunStepType.ModelCall, 1_700_000_000, 1500, JsonElement.Parse("""{"model":"fast","system":"Be kind","messages":[{"id":"msg_000"},{"id":"msg_001"}]}"""), null, null, null, null, null, new("OpenAI", "gpt-5", 1, null, 42)),
            new(RunStepType.ToolCall, 1_700_000_001, 300, JsonElement.Parse("""{"name":"find_parcel","arguments":"{}"}"""), null, null, null, null, null, null),
        ], null, null, 1_700_000_000, 1_700_000_003);

    public Task<Result<Run>> Get(string id, CancellationToken cancellation) => Task.FromResult(run);

    [Fact]
    public void Button_OpensThePanelInTheAddress_AndEscapeClosesIt()
    {
        var view = Open();
        Assert.Empty(view.FindAll(".inspect"));

        view.Find("[aria-label=Inspect]").Click();
        Assert.Equal("/threads/thread_1?panel=run", Address);
        view.WaitForElement(".inspect").KeyDown(new KeyboardEventArgs { Key = "Escape" });

        Assert.Equal("/threads/thread_1", Address);
        view.WaitForAssertion(() => Assert.Empty(view.FindAll(".inspect")));
        Assert.Contains(JSInterop.Invocations, call => call.Identifier.EndsWith("domWrapper.focus", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_ShowsTheStepsOfTheLatestReply_WithThePromptAsSent()
    {
        Answered();

        var panel = OpenAt("run").Find(".inspect");

        Assert.Contains("Version 3", panel.TextContent);
        Assert.Contains("gpt-4-fast-2026", panel.TextContent);
        Assert.Contains("OpenAI · gpt-5", panel.TextContent);
        Assert.Equal(["1.5 s", "300 ms"], panel.QuerySelectorAll(".card-head .time").Select(time => time.TextContent.Trim()));
        Assert.Contains("Be kind", panel.QuerySelector("pre")!.TextContent);
    }

    [Fact]
    public void Run_ThatMayNotBeSeen_SaysSo()
    {
        Answered();
        run = ApiError.Forbidden("You may not see runs.");

        Assert.Contains("You may not see runs.", OpenAt("run").Find(".inspect [role=alert]").TextContent);
    }

    [Fact]
    public void NoReply_SaysSo() => Assert.Contains("No reply yet", OpenAt("why").Find(".inspect").TextContent);

    [Fact]
    public void Why_TellsVersionMemoryAndTools_ButNoSourcesWhereThereAreNone()
    {
        Answered();

        var panel = OpenAt("why").Find(".inspect");

        Assert.Contains("Version 3", panel.TextContent);
        Assert.Contains("2 messages in the prompt", panel.TextContent);
        Assert.Equal(["find_parcel"], panel.QuerySelectorAll("li.mono").Select(tool => tool.TextContent));
        Assert.DoesNotContain("Sources", panel.TextContent);
        Assert.DoesNotContain("Policies", panel.TextContent);
    }

    [Fact]
    public void Memory_TellsTokensOfTheLimit()
    {
        var panel = OpenAt("memory").Find(".inspect");

        Assert.Contains("12,345 of 16,384", panel.TextContent);
        Assert.Equal("12345", panel.QuerySelector("meter")!.GetAttribute("value"));
    }

    [Fact]
    public void Metadata_IsCheckedBesideTheField_AndSavedWithTheRestAsItIs()
    {
        Team.Thread = Team.Thread with { AssigneeId = "user_2", Metadata = new Dictionary<string, string> { ["order"] = "4711" } };
        var view = OpenAt("details");
        Press(view, "Add a pair");
        view.FindAll(".pair input")[2].Input("order");

        view.Find("form.pairs").Submit();
        Assert.Contains("There is a pair of this name already.", view.FindAll(".pair")[1].TextContent);
        Assert.Empty(Threads.Updates);

        view.FindAll(".pair input")[2].Input("tier");
        view.FindAll(".pair input")[3].Input("gold");
        view.Find("form.pairs").Submit();

        var saved = Assert.Single(Threads.Updates);
        Assert.Equal("user_2", saved.AssigneeId);
        Assert.Equal(["order=4711", "tier=gold"], saved.Metadata!.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Contains("Saved.", view.Find("form.pairs [role=status]").TextContent);
    }

    [Fact]
    public void Metadata_IsOnlyReadByThoseWhoMayNotWrite()
    {
        Team.Thread = Team.Thread with { Metadata = new Dictionary<string, string> { ["order"] = "4711" } };
        GoTo("threads/thread_1?panel=details");

        var view = Open(Viewer);

        Assert.All(view.FindAll(".pair input"), input => Assert.True(input.HasAttribute("disabled")));
        Assert.DoesNotContain(view.FindAll(".pairs button"), button => button.TextContent.Contains("Save"));
    }

    protected override void Register(IServiceCollection services)
    {
        base.Register(services);
        services.AddSingleton<IRunsService>(this);
    }

    void Answered() => Chat.Script.End(Chat.Script.Reply(Chat.Script.User("Why?").Id).Id, MessageStatus.Completed);

    IRenderedComponent<ThreadView> OpenAt(string tab)
    {
        GoTo($"threads/thread_1?panel={tab}");
        return Open();
    }
}
