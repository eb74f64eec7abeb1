using LstmGen.Samples.Grammars;

return Job.Command.Run(args, Job.Run);
