using LstmGen.Samples.Demand;

return Job.Run(args);
