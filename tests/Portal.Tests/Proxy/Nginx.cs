using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Chaos;

namespace Portal.Tests.Proxy;

/// <summary>
/// A real nginx with one of the configurations in <c>docs/nginx</c>: one process without rights, all of its files in a folder
/// of its own, TLS by a certificate made for it. Only the ports and the certificate's place differ from the document.
/// </summary>
sealed class Nginx : IAsyncDisposable
{
    /// <summary>Whom visitors come as: loopback too, and yet not the address of the proxy.</summary>
    public static readonly IPAddress Visitor = IPAddress.Parse("127.0.0.77");

    const string Host = "portal.example.org";
    const string Nobody = "65534";
    const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly string folder = Directory.CreateTempSubdirectory("portal-nginx-").FullName;
    readonly X509Certificate2 certificate;
    readonly int port = FreePort();
    Process? process;

    Nginx()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
    }

    public Uri Address => new($"https://{Host}:{port}");

    string Certificate => Path.Combine(folder, "portal.crt");

    string Key => Path.Combine(folder, "portal.key");

    /// <summary>Skips the test where there is no nginx.</summary>
    public static async Task<Nginx> Start(string configuration, Uri portal)
    {
        var executable = new[] { Environment.GetEnvironmentVariable("NGINX"), "/usr/sbin/nginx", "/usr/local/sbin/nginx" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(executable is null, "There is no nginx. Run: mkdir -p artifacts/nginx && cd artifacts/nginx && apt-get download nginx && dpkg-deb -x nginx_*.deb . && export NGINX=$PWD/usr/sbin/nginx");
        var nginx = new Nginx();
        await nginx.Begin(executable, configuration, portal);
        return nginx;
    }

    /// <summary>A browser's way in: by the host's name, from the visitor's address, trusting this certificate alone.</summary>
    public void Reach(SocketsHttpHandler handler)
    {
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        handler.ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(Visitor, 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process?.Dispose();
        certificate.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    async Task Begin(string executable, string configuration, Uri portal)
    {
        var server = Replace(await File.ReadAllTextAsync(DocumentPath(configuration), TestContext.Current.CancellationToken),
            ("listen 443 ssl", $"listen 127.0.0.1:{port} ssl"), ("127.0.0.1:5080", portal.Authority), ("/etc/ssl/portal.crt", Certificate), ("/etc/ssl/portal.key", Key));
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr;
            events { }
            http {
              access_log off;
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              {{server}}
            }
            """, TestContext.Current.CancellationToken);
        string[] command = [executable, "-p", folder, "-c", Path.Combine(folder, "nginx.conf"), "-e", "stderr"];
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            File.SetUnixFileMode(folder, Everybody);
            command = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. command];
        }

        process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await Until.True(async () => process.HasExited ? throw new InvalidOperationException($"nginx did not start: {await said}") : await Listens(),
            "nginx listens", Patience, TestContext.Current.CancellationToken);
    }

    async Task<bool> Listens()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>What is replaced stands once in the document, so that a change of it cannot go past the test.</summary>
    static string Replace(string text, params (string Documented, string Tested)[] places)
    {
        foreach (var (documented, tested) in places)
        {
            Assert.Equal(2, text.Split(documented).Length);
            text = text.Replace(documented, tested, StringComparison.Ordinal);
        }

        return text;
    }

    static string DocumentPath(string name)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Portal.sln"))) root = Path.GetDirectoryName(root)!;
        return Path.Combine(root, "docs", "nginx", name);
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
