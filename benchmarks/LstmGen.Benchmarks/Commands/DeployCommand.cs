using LstmGen.Benchmarks.Deployments;
using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Reports;

namespace LstmGen.Benchmarks.Commands;

/// <summary>What deployments of a 2 x 128 model carry and cost, in fresh processes, one of each in turn.</summary>
internal sealed record DeployCommand(int Processes, string Python, string? CsvPath, string? MarkdownPath)
{
    internal int Run()
    {
        string machine = $"{MachineDescription.Text}\n\n";
        Console.Write(machine);
        string folder = Directory.CreateTempSubdirectory("lstmgen-deploy-").FullName;
        try
        {
            DeployReport report = Measure(new DeploymentSet(folder, Python));
            Console.Write(report);
            if (CsvPath is not null)
            {
                SafeFile.Write(CsvPath, report.ToCsv());
            }

            if (MarkdownPath is not null)
            {
                SafeFile.Write(MarkdownPath, machine + report);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private DeployReport Measure(DeploymentSet deployments)
    {
        var rows = new List<DeployRow>();
        var checks = new List<DeploymentRun>();
        foreach (DeployedProgram deployment in deployments.Deployments.ToArray())
        {
            try
            {
                checks.Add(DeploymentRun.Measure(deployment)); // not timed: it reads the files from the disk
                Compare(deployment, checks[^1].Output, deployments.Deployments[0], checks[0].Output);
                rows.Add(new(deployment, deployment.NativeBytes ?? DeploymentRun.InstalledBytes(deployment), []));
            }
            catch (PeerMissingException exception)
            {
                deployments.Drop(deployment, exception.Message);
            }
        }

        for (int process = 0; process < Processes; process++)
        {
            rows.ForEach(row => row.Runs.Add(DeploymentRun.Measure(row.Program)));
        }

        return new(rows, deployments.Missing, AotPublisher.InstructionSet, Processes);
    }

    private static void Compare(DeployedProgram deployment, double output, DeployedProgram reference, double expected)
    {
        if (!(Math.Abs(output - expected) <= Agreement.Tolerance))
        {
            throw new BenchmarkException(
                $"The first output of {deployment.Name} is {output:R}; that of {reference.Name} is {expected:R}, and at most {Agreement.Tolerance:G1} between them was expected. Nothing is timed.");
        }
    }
}
