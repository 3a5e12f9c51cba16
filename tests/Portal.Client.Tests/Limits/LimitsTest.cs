using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Assistants;
using Portal.Client.Keys;
using Portal.Client.Limits;
using Portal.Client.Projects;
using Portal.Client.Tests.Assistants;
using Portal.Client.Tests.Keys;
using Portal.Client.Tests.Projects;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Limits;

public abstract class LimitsTest : PageTest
{
    private protected readonly FakeLimits fake = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<ILimitsService>(fake).AddSingleton<IBudgetsService>(fake).AddSingleton<IRefusalsService>(fake).AddSingleton<ILimitsEvents>(fake)
        .AddSingleton<IAssistantsService>(new FakeAssistants()).AddSingleton<IKeysService>(new FakeKeys()).AddSingleton<IProjectsService>(new FakeProjects());

    protected static void Press<T>(IRenderedComponent<T> page, string name)
        where T : IComponent =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == name || button.GetAttribute("aria-label") == name).Click();

    protected static void Fill<T>(IRenderedComponent<T> page, string field, string value)
        where T : IComponent => page.Find($"#field-{field.Replace(".", "-", StringComparison.Ordinal)}").Change(value);
}
