using BenchmarkDotNet.Running;
using Mem0Sharp.Benchmarks;

if (args is ["encode"])
{
    await EncodeCommand.RunAsync(Console.Out);
    return 0;
}

if (args is ["stages", .. var options])
{
    return await StagesCommand.RunAsync(options, Console.Out, Console.Error);
}

if (args is ["e2e", .. var endToEnd])
{
    return await EndToEndCommand.RunAsync(endToEnd, Console.Out, Console.Error);
}

if (args is ["growth", .. var growth])
{
    return await GrowthCommand.RunAsync(growth, Console.Out, Console.Error);
}

if (args is ["open", .. var open])
{
    return await OpenCommand.RunAsync(open, Console.Out, Console.Error);
}

if (args is ["scan", .. var scan])
{
    return await ScanCommand.RunAsync(scan, Console.Out, Console.Error);
}

if (args is ["commits", .. var commits])
{
    return await CommitsCommand.RunAsync(commits, Console.Out, Console.Error);
}

if (args is ["memory", .. var memory])
{
    return await MemoryCommand.RunAsync(memory, Console.Out, Console.Error);
}

if (args is ["codes", .. var codes])
{
    return await CodesCommand.RunAsync(codes, Console.Out, Console.Error);
}

if (args is ["scoped", .. var scoped])
{
    return await ScopedCommand.RunAsync(scoped, Console.Out, Console.Error);
}

if (args is ["filters", .. var filters])
{
    return await FiltersCommand.RunAsync(filters, Console.Out, Console.Error);
}

if (args is ["keywords", .. var keywords])
{
    return await KeywordsCommand.RunAsync(keywords, Console.Out, Console.Error);
}

if (args is ["postgres", .. var postgres])
{
    return await PostgresCommand.RunAsync(postgres, Console.Out, Console.Error);
}

if (args is ["scaling", .. var scaling])
{
    return await ScalingCommand.RunAsync(scaling, Console.Out, Console.Error);
}

// A benchmark that failed has no figures in the table, but nothing else would say so: a run that lacks one is no success.
return BenchmarkSwitcher.FromAssembly(typeof(BenchmarkConfig).Assembly).Run(args, new BenchmarkConfig())
    .All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
