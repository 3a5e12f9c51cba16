using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.CannedReplies;
using Portal.Client.Desk;
using Portal.Client.Handling;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Client.Runs;
using Portal.Client.Sharing;
using Portal.Client.Tests.Projects;
using Portal.Client.Tests.Shared;
using Portal.Client.Tests.Threads;
using Portal.Client.Threads;
using Portal.Client.Threads.Sending;

namespace Portal.Client.Tests.Handling;

/// <summary>An open thread with its team, all in memory.</summary>
public abstract class TeamTest : PageTest
{
    private protected FakeChat Chat { get; } = new();

    private protected FakeHandling Team { get; private set; } = null!;

    private protected FakeDesk Desk { get; } = new();

    private protected FakeThreads Threads { get; private set; } = null!;

    private protected static Session Agent => new("user_1", "Ada", "ada@example.test", Role.Agent, false, [new("proj_1", Role.Agent, ChatAccess.Write)]);

    protected override void Register(IServiceCollection services)
    {
        Team = new(Chat.Script.Thread);
        Threads = new(() => Team.Thread, changed => Team.Thread = changed);
        services.AddSingleton<IThreadsService>(Threads);
        services.AddSingleton<IMessagesService>(Chat);
        services.AddSingleton<IThreadEvents>(Chat);
        services.AddSingleton<IHandlingService>(Team);
        services.AddSingleton<IDeskEvents>(Desk);
        services.AddSingleton<ITabStorage>(new KeptInMemory());
        var projects = new FakeProjects();
        projects.Members.Add(new("user_2", "Bo", "bo@example.test", Role.Agent, ChatAccess.Write, 0));
        projects.Members.Add(new("user_3", "Cy", "cy@example.test", Role.Viewer, ChatAccess.Read, 0));
        projects.Members.Add(new("user_4", "Dee", "dee@example.test", Role.Agent, ChatAccess.Write, 0));
        services.AddSingleton<IProjectsService>(projects);
        services.AddSingleton(Refusing.Everything<IPeopleService>());
        services.AddSingleton(Refusing.Everything<IAssistantsService>());
        services.AddSingleton(Refusing.Everything<IRunsService>());
        services.AddSingleton(Refusing.Everything<ISharingService>());
        services.AddSingleton(Refusing.Everything<ICannedRepliesService>());
    }

    private protected IRenderedComponent<ThreadView> Open(Session? viewer = null)
    {
        Chat.Script.User("Where is my parcel?");
        Team.Thread = Team.Thread with { LastSequence = Chat.Script.Events.Count };
        if (!Address.StartsWith("/threads/", StringComparison.Ordinal)) GoTo("threads/thread_1");
        SetUpComposer();
        return Draw<ThreadView>(viewer ?? Agent, view => view.Add(it => it.Id, "thread_1"));
    }

    /// <summary>The text without the marks that keep a name's direction to itself.</summary>
    private protected static string Plain(string text) => text.Replace("\u2068", "").Replace("\u2069", "");

    private protected static void Press(IRenderedComponent<ThreadView> view, string text) =>
        view.FindAll("button").First(button => Plain(button.TextContent).Trim() == text).Click();

    void SetUpComposer()
    {
        var module = JSInterop.SetupModule("./Threads/Composer.razor.js");
        module.Mode = JSRuntimeMode.Loose;
        module.SetupModule("attach", _ => true).Mode = JSRuntimeMode.Loose;
    }
}
