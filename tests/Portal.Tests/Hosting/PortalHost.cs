using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Access.Users;
using Portal.Data;

namespace Portal.Tests.Hosting;

/// <summary>
/// A whole portal: the real pipeline on a free loopback port, SQLite in a folder of its own that goes with it, the built-in
/// responder, an owner and an organization key. Settings are given as in the configuration:
/// <c>("Portal:Gateway:CircuitFailures", "3")</c>. Without settings it serves as a class fixture.
/// </summary>
public sealed class PortalHost : WebApplicationFactory<Portal.Components.App>
{
    public const string AdminKey = "sk-tests-organization-key-0123456789";
    public const string AdminEmail = "owner@example.org";
    public const string AdminPassword = "correct horse battery staple";

    readonly (string Name, string? Value)[] settings;
    readonly Action<IServiceCollection>? services;
    readonly bool ownsDirectory;
    readonly LogLines log = new();

    public PortalHost()
        : this(null, null, [])
    {
    }

    PortalHost(string? dataDirectory, Action<IServiceCollection>? services, (string Name, string? Value)[] settings)
    {
        this.services = services;
        this.settings = settings;
        ownsDirectory = dataDirectory is null;
        DataDirectory = dataDirectory ?? Directory.CreateTempSubdirectory("portal-tests-").FullName;
        UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        StartServer();
        Address = ClientOptions.BaseAddress;
        Admin = Client(AdminKey);
    }

    public string DataDirectory { get; }

    public Uri Address { get; }

    /// <summary>Calls with the organization key.</summary>
    public HttpClient Admin { get; }

    /// <summary>What was logged, newest last: <c>Information Portal.Access…: text</c>.</summary>
    public IReadOnlyCollection<string> Log => log.Lines;

    /// <param name="settings">A null value takes a default setting away, such as <c>Portal:Setup:AdminEmail</c>.</param>
    public static PortalHost Start(params (string Name, string? Value)[] settings) => new(null, null, settings);

    /// <summary>With a service of the portal's replaced by a test's own.</summary>
    public static PortalHost With(Action<IServiceCollection> services, params (string Name, string? Value)[] settings) => new(null, services, settings);

    /// <summary>A portal over the data of an earlier one, which stays when this one goes.</summary>
    public static PortalHost Over(string dataDirectory, params (string Name, string? Value)[] settings) => new(dataDirectory, null, settings);

    /// <summary>A program with this key, or without any.</summary>
    public HttpClient Client(string? key, string? projectId = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (projectId is not null) client.DefaultRequestHeaders.Add("OpenAI-Project", projectId);
        return client;
    }

    /// <summary>A browser that nobody has signed in with.</summary>
    public Browser Browser() => new(Address);

    public async Task<Browser> SignedIn(string email = AdminEmail, string password = AdminPassword)
    {
        var browser = Browser();
        await browser.SignIn(email, password);
        return browser;
    }

    internal async Task<T> Read<T>(Func<System.Data.IDbConnection, T> work) =>
        await Services.GetRequiredService<IDatabase>().Read(work, TestContext.Current.CancellationToken);

    internal async Task<T> Write<T>(Func<System.Data.IDbConnection, T> work) =>
        await Services.GetRequiredService<IDatabase>().Write(work, TestContext.Current.CancellationToken);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        var all = new Dictionary<string, string?>
        {
            ["Portal:DataDirectory"] = DataDirectory,
            ["Portal:Setup:AdminKey"] = AdminKey,
            ["Portal:Setup:AdminEmail"] = AdminEmail,
            ["Portal:Setup:AdminPassword"] = AdminPassword,
        };
        foreach (var (name, value) in settings) all[name] = value;
        foreach (var (name, value) in all.Where(setting => setting.Value is not null)) builder.UseSetting(name, value);
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(log));
        // Passwords here guard nothing; the default's strength would only take the tests' time.
        builder.ConfigureServices(added =>
        {
            added.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = 1000);
            services?.Invoke(added);
        });
    }

    public override async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await base.DisposeAsync();
        if (ownsDirectory) Directory.Delete(DataDirectory, recursive: true);
    }
}

sealed class LogLines : ILoggerProvider
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    sealed class Logger(LogLines log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)}{exception}");
    }
}
