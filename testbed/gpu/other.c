// Stand-in for the other libraries of the driver: there, loadable, and empty.
int aiplat_stand_in = 1;
