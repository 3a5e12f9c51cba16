using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using Portal.Client.Access;
using Portal.Client.AccessReview;
using Portal.Client.Api;
using Portal.Client.Layout;
using Portal.Client.People;
using Portal.Client.Projects;

namespace Portal.Client.Tests.Shared;

/// <summary>A page in an interactive browser, with a clock of its own and whoever looks at it.</summary>
public abstract class PageTest : BunitContext
{
    protected static readonly ApiError Refused = ApiError.Unavailable("Portal could not be reached.");

    protected PageTest()
    {
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddPages();
        Services.AddSingleton(Refusing.Everything<IAccessReviewService>());
        Services.AddSingleton(Refusing.Everything<ITableChoices>());
        Register(Services);
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("WebAssembly", isInteractive: true));
    }

    /// <summary>Adds the test's fakes. Called by the constructor, when the fields of the test are there and its own constructor has not run.</summary>
    protected virtual void Register(IServiceCollection services)
    {
    }

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    protected static Session Owner => new("user_1", "Ada", "ada@example.test", Role.Owner, true, []);

    protected static Session Viewer => new("user_2", "Vera", "vera@example.test", Role.Viewer, false, [new("proj_1", Role.Viewer, ChatAccess.Read)]);

    protected static ListPage<T> Page<T>(params T[] items) => new(items, null, null, false);

    /// <summary>Where dialogs appear.</summary>
    protected IRenderedComponent<MudDialogProvider> DrawDialogs() => Render<MudDialogProvider>();

    protected IRenderedComponent<T> Draw<T>(Session session, Action<ComponentParameterCollectionBuilder<T>>? parameters = null)
        where T : IComponent => Render<T>(builder =>
        {
            builder.AddCascadingValue(session);
            parameters?.Invoke(builder);
        });

    protected void GoTo(string address) => Services.GetRequiredService<NavigationManager>().NavigateTo(address);

    protected string Address => new Uri(Services.GetRequiredService<NavigationManager>().Uri).PathAndQuery;
}
